import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openFileStore } from '../src/file-store.ts';
import type { VersionOptions } from '../src/model-versions.ts';
import { readModelFolder } from '../src/read-model-folder.ts';
import { openRegistry, type Registry } from '../src/registry.ts';
import { StoreError } from '../src/store-error.ts';
import { writeModelFolder } from '../src/write-model-folder.ts';
import { golden, noon, runIdFrom, scratchFolder } from './scratch.ts';

const byAnn = { at: noon, by: 'ann', reason: 'the gate passed' };

/** A store with one run that holds the rule `models/rule`, and `count` versions of it. */
async function registered(
  count: number,
): Promise<{ root: string; registry: Registry; options: VersionOptions; register: () => Promise<number> }> {
  const root = join(scratchFolder(), 'store');
  const store = openFileStore(root);
  const { experimentId } = await store.experiment('demo', noon);
  const runId = runIdFrom('demo');
  const run = await store.startRun({ experimentId, runId, runName: 'demo', startTime: noon });
  const source = join(run.artifactDir, 'models/rule');
  const rule = { kind: 'rule', rule: { rank: 'a' } } as const;
  await writeModelFolder(source, { model: rule, featureNames: ['a'], featureFingerprint: 'f', runId, createdAt: noon });
  const registry = openRegistry(root);
  const options = { name: 'ranker', source, runId, description: 'rank by a', at: noon, tags: { seed: '7' } };
  const register = async () => (await registry.registerVersion(options)).version;
  for (let i = 0; i < count; i++) await register();
  return { root, registry, options, register };
}

test('a version has the fields that MLflow writes, and its folder opens', async () => {
  const { root, registry } = await registered(1);
  const ours = parse(await readFile(join(root, 'models/ranker/version-1/meta.yaml'), 'utf8'));
  const theirs = parse(await readFile(join(golden, 'store/models/golden/version-1/meta.yaml'), 'utf8'));
  const newInThree = ['deployment_job_state', 'workspace'];
  expect(Object.keys(ours)).toEqual(Object.keys(theirs).filter((key) => !newInThree.includes(key)));
  expect(ours).toMatchObject({ current_stage: 'None', status: 'READY', version: 1, model_id: null });
  const version = await registry.version('ranker', 1);
  expect(version).toMatchObject({ version: 1, description: 'rank by a', tags: { seed: '7' } });
  expect((await readModelFolder(version.dir, { fingerprint: 'f' })).kind).toBe('rule');
});

test('a version still finds its model after the whole store has moved', async () => {
  const { root } = await registered(1);
  await rename(root, `${root}-moved`);
  const version = await openRegistry(`${root}-moved`).version('ranker', 1);
  expect((await readModelFolder(version.dir, { fingerprint: 'f' })).kind).toBe('rule');
});

test('ten registrations at once get ten numbers', async () => {
  const { root, registry, register } = await registered(0);
  const numbers = await Promise.all(Array.from({ length: 10 }, register));
  expect(numbers.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect((await registry.versions('ranker')).map((version) => version.version)).toEqual(numbers);
  expect((await readdir(join(root, 'models/ranker'))).filter((name) => name.startsWith('draft-'))).toEqual([]);
});

test('an alias moves, is resolved, and every move is remembered', async () => {
  const { registry } = await registered(2);
  expect(await registry.resolveAlias('ranker', 'champion')).toBeUndefined();
  await registry.setAlias('ranker', 'champion', 1, { ...byAnn, reason: 'the incumbent' });
  await registry.setAlias('ranker', 'champion', 2, byAnn);
  expect((await registry.resolveAlias('ranker', 'champion'))?.version).toBe(2);
  expect(await registry.history('ranker')).toEqual([
    { alias: 'champion', action: 'set', from: null, to: 1, at: noon, by: 'ann', reason: 'the incumbent' },
    { alias: 'champion', action: 'set', from: 1, to: 2, at: noon, by: 'ann', reason: 'the gate passed' },
  ]);
});

test('rollback goes back one version at a time and never forward', async () => {
  const { registry } = await registered(3);
  for (const version of [1, 2, 3]) await registry.setAlias('ranker', 'champion', version, byAnn);
  await registry.setAlias('ranker', 'challenger', 1, byAnn);
  expect(await registry.rollback('ranker', 'champion', byAnn)).toMatchObject({ from: 3, to: 2, action: 'rollback' });
  expect(await registry.rollback('ranker', 'champion', byAnn)).toMatchObject({ from: 2, to: 1 });
  expect((await registry.resolveAlias('ranker', 'champion'))?.version).toBe(1);
  await expect(registry.rollback('ranker', 'champion', byAnn)).rejects.toThrow('no earlier version to roll back to');
});

test('a promotion after a rollback can be rolled back to where the rollback led', async () => {
  const { registry } = await registered(3);
  await registry.setAlias('ranker', 'champion', 1, byAnn);
  await registry.setAlias('ranker', 'champion', 2, byAnn);
  await registry.rollback('ranker', 'champion', byAnn);
  await registry.setAlias('ranker', 'champion', 3, byAnn);
  expect(await registry.rollback('ranker', 'champion', byAnn)).toMatchObject({ from: 3, to: 1 });
});

/** What MLflow 3.17.2 does to the files: set_registered_model_alias, delete_model_version, delete_run, gc. */
const inMlflow = {
  setAlias: (root: string, version: number) => writeFile(join(root, 'models/ranker/aliases/champion'), String(version)),
  deleteVersion: (root: string, version: number) =>
    edit(
      join(root, `models/ranker/version-${version}/meta.yaml`),
      'current_stage: None',
      'current_stage: Deleted_Internal',
    ),
  deleteRun: async (root: string) =>
    edit(join(await runDirOf(root), 'meta.yaml'), 'lifecycle_stage: active', 'lifecycle_stage: deleted'),
  gc: async (root: string) => rm(await runDirOf(root), { recursive: true }),
};

async function edit(path: string, from: string, to: string): Promise<void> {
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
}

async function runDirOf(root: string): Promise<string> {
  const { experimentId } = await openFileStore(root).experiment('demo', noon);
  return join(root, experimentId, runIdFrom('demo'));
}

describe('a rollback after MLflow itself moved the alias', () => {
  test.each([
    [[1, 2], 3, 2],
    [[1, 2], 1, 2],
    [[], 2, undefined],
  ])('of moves to %j, and then to %i, leads to %s', async (moves, inMlflowTo, expected) => {
    const { root, registry } = await registered(3);
    for (const version of moves) await registry.setAlias('ranker', 'champion', version, byAnn);
    await mkdir(join(root, 'models/ranker/aliases'), { recursive: true });
    await inMlflow.setAlias(root, inMlflowTo);
    const rollback = registry.rollback('ranker', 'champion', byAnn);
    if (expected === undefined) await expect(rollback).rejects.toThrow('has no earlier version to roll back to');
    else expect(await rollback).toMatchObject({ from: inMlflowTo, to: expected });
  });

  test('goes on further back when it is repeated', async () => {
    const { root, registry } = await registered(4);
    for (const version of [1, 2]) await registry.setAlias('ranker', 'champion', version, byAnn);
    await inMlflow.setAlias(root, 3);
    await registry.setAlias('ranker', 'champion', 4, byAnn);
    const back = async () => (await registry.rollback('ranker', 'champion', byAnn)).to;
    expect([await back(), await back(), await back()]).toEqual([3, 2, 1]);
  });

  test('passes over a version that was deleted', async () => {
    const { root, registry } = await registered(3);
    for (const version of [1, 2, 3]) await registry.setAlias('ranker', 'champion', version, byAnn);
    await inMlflow.deleteVersion(root, 2);
    expect((await registry.rollback('ranker', 'champion', byAnn)).to).toBe(1);
    await expect(registry.rollback('ranker', 'champion', byAnn)).rejects.toThrow('no earlier version');
  });
});

test('a version that was deleted in MLflow is not listed, and no alias moves to it', async () => {
  const { root, registry, register } = await registered(2);
  await inMlflow.deleteVersion(root, 2);
  expect((await registry.versions('ranker')).map(({ version }) => version)).toEqual([1]);
  await expect(registry.setAlias('ranker', 'champion', 2, byAnn)).rejects.toThrow('version 2: was deleted in MLflow');
  expect(await register()).toBe(3);
});

test.each(['deleteRun', 'gc'] as const)('nor a version whose run is gone (%s)', async (how) => {
  const { root, registry } = await registered(1);
  await registry.setAlias('ranker', 'champion', 1, byAnn);
  await inMlflow[how](root);
  expect(await registry.versions('ranker')).toEqual([]);
  const told = `run ${runIdFrom('demo')}, which holds its model, was deleted in MLflow; restore it`;
  await expect(registry.setAlias('ranker', 'challenger', 1, byAnn)).rejects.toThrow(told);
  await expect(registry.resolveAlias('ranker', 'champion')).rejects.toBeInstanceOf(StoreError);
  expect(await registry.readAlias('ranker', 'champion')).toBe(1);
});

test.each(['', 'junk', '0', '-1', '1.5'])(
  'an alias file that holds %j is told in words, and set anew',
  async (text) => {
    const { root, registry } = await registered(1);
    await registry.setAlias('ranker', 'champion', 1, byAnn);
    await writeFile(join(root, 'models/ranker/aliases/champion'), text);
    const told = registry.resolveAlias('ranker', 'champion');
    await expect(told).rejects.toBeInstanceOf(StoreError);
    await expect(told).rejects.toThrow(
      `model ranker: alias champion holds "${text}", expected the number of a version`,
    );
    await registry.setAlias('ranker', 'champion', 1, byAnn);
    expect(await registry.readAlias('ranker', 'champion')).toBe(1);
  },
);

test('an alias that points at no version is told in words', async () => {
  const { root, registry } = await registered(1);
  await registry.setAlias('ranker', 'champion', 1, byAnn);
  await inMlflow.setAlias(root, 9);
  await expect(registry.resolveAlias('ranker', 'champion')).rejects.toThrow('model ranker, version 9: is not in');
});

test('what a dead process left half-made is removed, what a living one makes is not', async () => {
  const { root, register } = await registered(1);
  const [old, young] = ['draft-old', 'draft-young'].map((name) => join(root, 'models/ranker', name));
  for (const draft of [old, young]) await mkdir(draft);
  await utimes(old, 0, 0);
  await register();
  const left = await readdir(join(root, 'models/ranker'));
  expect(left.filter((name) => name.startsWith('draft-'))).toEqual(['draft-young']);
});

test('a registration keeps what was said of the model in MLflow', async () => {
  const { root, register } = await registered(1);
  const meta = join(root, 'models/ranker/meta.yaml');
  await edit(meta, 'description: null', 'description: ranks orders');
  await register();
  expect(parse(await readFile(meta, 'utf8'))).toMatchObject({ description: 'ranks orders', name: 'ranker' });
});

test('of twenty callers who want to be first one registers, and all get the same version', async () => {
  const { root, registry, options } = await registered(0);
  const all = await Promise.all(Array.from({ length: 20 }, () => openRegistry(root).registerFirst(options)));
  expect(new Set(all.map(({ version }) => version))).toEqual(new Set([1]));
  expect(await registry.versions('ranker')).toHaveLength(1);
  expect((await readdir(join(root, 'models/ranker'))).filter((name) => name.startsWith('draft-'))).toEqual([]);
  await registry.registerVersion(options);
  expect((await registry.registerFirst(options)).version).toBe(1);
});

test('an alias is claimed only where it points nowhere', async () => {
  const { registry } = await registered(2);
  expect(await registry.claimAlias('ranker', 'champion', 1, byAnn)).toMatchObject({ from: null, to: 1 });
  expect(await registry.claimAlias('ranker', 'champion', 2, byAnn)).toBeUndefined();
  expect((await registry.resolveAlias('ranker', 'champion'))?.version).toBe(1);
  expect(await registry.history('ranker')).toHaveLength(1);
});

test('a champion whose claim died before its history was written is rolled back to all the same', async () => {
  const { root, registry } = await registered(2);
  await registry.claimAlias('ranker', 'champion', 1, byAnn);
  await rm(join(root, 'models/ranker/tags/alias_move.0001'));
  await registry.setAlias('ranker', 'champion', 2, byAnn);
  expect(await registry.rollback('ranker', 'champion', byAnn)).toMatchObject({ from: 2, to: 1 });
});

test('an alias cannot point at nothing, and a version needs a model folder', async () => {
  const { registry } = await registered(1);
  await expect(registry.setAlias('ranker', 'champion', 9, byAnn)).rejects.toThrow('model ranker, version 9: is not in');
  const nowhere = { name: 'ranker', source: scratchFolder(), runId: runIdFrom('demo'), description: '', at: noon };
  await expect(registry.registerVersion(nowhere)).rejects.toThrow('holds no MLmodel');
});

test.each(['latest', 'v3', 'the champion', '../x'])('the alias %j is refused', async (alias) => {
  const { registry } = await registered(1);
  await expect(registry.setAlias('ranker', alias, 1, byAnn)).rejects.toThrow('expected letters, digits, _ and -');
});

test.each(['a/b', 'a:b', '..', '100%'])('the model name %j is refused', async (name) => {
  await expect(openRegistry(scratchFolder()).version(name, 1)).rejects.toThrow('expected a name without');
});

test('the version and alias that MLflow wrote are read', async () => {
  const version = await openRegistry(join(golden, 'store')).resolveAlias('golden', 'champion');
  expect(version).toMatchObject({ version: 1, description: 'v', dir: '/tmp/golden/model', tags: { k: 'v' } });
});
