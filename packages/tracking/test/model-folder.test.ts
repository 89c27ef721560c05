import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readModelFolder } from '../src/read-model-folder.ts';
import { calibratedProbability } from '../src/serving.ts';
import { type ModelFolderOptions, planModelFolder, writeModelFolder } from '../src/write-model-folder.ts';
import { golden, noon, scratchFolder } from './scratch.ts';

const json = await readFile(join(golden, 'model/model.json'), 'utf8');

const booster: ModelFolderOptions = {
  model: { kind: 'xgboost', json },
  featureNames: ['a', 'b'],
  featureFingerprint: 'f00d',
  runId: '0'.repeat(32),
  createdAt: noon,
  inputExample: [
    [0, 1],
    [1, null],
  ],
  serving: calibratedProbability,
  extraFiles: { 'calibrator.json': '{"method":"none"}' },
};

/** Of the same definitions as both models. */
const features = { fingerprint: 'f00d' };

const rule: ModelFolderOptions = {
  model: { kind: 'rule', rule: { rank: 'a / b', ascending: true } },
  featureNames: ['a', 'b'],
  featureFingerprint: 'f00d',
  runId: '0'.repeat(32),
  createdAt: noon,
};

async function written(options: ModelFolderOptions): Promise<string> {
  const dir = scratchFolder();
  await writeModelFolder(dir, options);
  return dir;
}

test('MLmodel names the flavors, the inputs and the example as MLflow itself does', async () => {
  const ours = parse(String(planModelFolder(booster).get('MLmodel')));
  const theirs = parse(await readFile(join(golden, 'model/MLmodel'), 'utf8'));
  const { python_function, ...others } = ours.flavors;
  const { python_function: rawFunction, ...raw } = theirs.flavors;
  expect(others).toEqual(raw);
  const { data, loader_module, ...environment } = rawFunction;
  expect(python_function).toEqual({ ...environment, code: 'code', loader_module: expect.any(String) });
  expect(ours.saved_input_example_info).toEqual(theirs.saved_input_example_info);
  const optional = JSON.parse(theirs.signature.inputs).map((input: object) => ({ ...input, required: false }));
  expect(JSON.parse(ours.signature.inputs)).toEqual(optional);
  expect(ours.utc_time_created).toBe('2026-11-22 12:00:00.000000');
});

test('what MLflow serves is the module in the folder, named by its content, and said in words', async () => {
  const files = planModelFolder(booster);
  const { flavors, metadata, signature } = parse(String(files.get('MLmodel')));
  const name = flavors.python_function.loader_module;
  expect(name).toMatch(/^calibrated_probability_[0-9a-f]{8}$/);
  expect(files.get(`code/${name}.py`)).toBe(calibratedProbability.python);
  expect(JSON.parse(signature.outputs)).toEqual([{ type: 'double', name: 'probability', required: true }]);
  expect(metadata['flavor.python_function']).toBe('probability');
  expect(metadata['flavor.xgboost']).toMatch(/^the raw booster/);
});

test('a booster that nothing turns into an answer is not served', () => {
  const { flavors, metadata } = parse(String(planModelFolder({ ...booster, serving: undefined }).get('MLmodel')));
  expect(Object.keys(flavors)).toEqual(['xgboost']);
  expect(metadata['flavor.python_function']).toMatch(/^none/);
});

test('the python environment files have the shape that MLflow writes', async () => {
  const files = planModelFolder(booster);
  const theirs = parse(await readFile(join(golden, 'model/python_env.yaml'), 'utf8'));
  const ours = parse(String(files.get('python_env.yaml')));
  expect(ours).toMatchObject({ python: theirs.python, dependencies: theirs.dependencies });
  expect(files.get('requirements.txt')).toBe('mlflow==3.17.2\nxgboost==3.2.0\n');
  expect(parse(String(files.get('conda.yaml'))).dependencies.at(-1)).toEqual({
    pip: ['mlflow==3.17.2', 'xgboost==3.2.0'],
  });
});

test('a model folder reads back with its names, fingerprint and extra files', async () => {
  const folder = await readModelFolder(await written(booster), features);
  expect(folder).toMatchObject({ kind: 'xgboost', featureNames: ['a', 'b'], featureFingerprint: 'f00d' });
  expect(folder.text('model.json')).toBe(json);
  expect(folder.text('calibrator.json')).toBe('{"method":"none"}');
  expect(() => folder.text('labels.json')).toThrow('holds no labels.json; it holds model.json');
});

test('a rule is a model folder without a booster', async () => {
  const folder = await readModelFolder(await written(rule), features);
  expect(folder.kind).toBe('rule');
  expect(JSON.parse(folder.text('rule.json'))).toEqual({ rank: 'a / b', ascending: true });
  expect(folder.files).toEqual(['rule.json', 'feature-fingerprint.json']);
});

test('a missing file is named', async () => {
  const dir = await written(booster);
  await rm(join(dir, 'model.json'));
  await expect(readModelFolder(dir, features)).rejects.toThrow('model.json is missing; register the model again');
});

test('one changed byte in any file is found', async () => {
  for (const name of planModelFolder(booster).keys()) {
    if (name === 'MLmodel') continue;
    const dir = await written(booster);
    const content = await readFile(join(dir, name), 'utf8');
    await writeFile(join(dir, name), `${content.slice(0, -1)}?`);
    await expect(readModelFolder(dir, features)).rejects.toThrow(`${name} is damaged`);
  }
});

test('a folder without MLmodel is unfinished, and a foreign MLmodel says what it lacks', async () => {
  const dir = await written(booster);
  await rm(join(dir, 'MLmodel'));
  await expect(readModelFolder(dir, features)).rejects.toThrow('found no file');
  await expect(readModelFolder(join(golden, 'model'), features)).rejects.toThrow(/is damaged \(run_id: .*metadata: /);
});

test('features of another fingerprint are refused', async () => {
  const dir = await written(booster);
  await expect(readModelFolder(dir, { fingerprint: 'beef' })).rejects.toThrow(
    "fitted on features f00d, offered features beef; build the features with the model's own definitions",
  );
});

test('a signature that disagrees with the booster is refused when written, not when served', () => {
  expect(() => planModelFolder({ ...booster, featureNames: ['b', 'a'] })).toThrow(
    'feature 0 is a in model.json and b in the signature',
  );
  expect(() => planModelFolder({ ...booster, featureNames: ['a', 'b', 'c'] })).toThrow(
    'feature 2 is absent in model.json',
  );
});

test('an extra file cannot replace one of the folder’s own', () => {
  const extraFiles = { 'model.json': '{}' };
  expect(() => planModelFolder({ ...booster, extraFiles })).toThrow('model.json is written already');
});

test('the same model gives the same bytes', () => {
  expect(planModelFolder(booster)).toEqual(planModelFolder(booster));
});
