import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFileStore } from '../src/file-store.ts';
import { encodeParts } from '../src/model-part.ts';
import { readServingModel } from '../src/read-serving-model.ts';
import { openRegistry } from '../src/registry.ts';
import { calibratorPart } from '../src/usual-parts.ts';
import { writeModelFolder } from '../src/write-model-folder.ts';
import { noon, runIdFrom, scratchFolder } from './scratch.ts';

const byAnn = { at: noon, by: 'ann', reason: 'the gate passed' };
const parts = { calibrator: calibratorPart() };
const extraFiles = encodeParts(parts, { calibrator: { method: 'none' } });
const rule = { model: { kind: 'rule', rule: { rank: 'a' } } } as const;
const line = { ...rule, extraFiles };
const trees = {
  model: { kind: 'xgboost', json: JSON.stringify({ learner: { feature_names: ['a'] } }) },
  extraFiles,
} as const;

/** A store whose versions hold these, in order, each with the fingerprint of its features. */
async function storeOf(models: readonly (readonly [typeof rule | typeof line | typeof trees, string])[]) {
  const root = join(scratchFolder(), 'store');
  const { experimentId } = await openFileStore(root).experiment('demo', noon);
  const runId = runIdFrom('demo');
  await openFileStore(root).startRun({ experimentId, runId, runName: 'demo', startTime: noon });
  const registry = openRegistry(root);
  for (const [model, featureFingerprint] of models) {
    const folder = { ...model, featureNames: ['a'], featureFingerprint, runId, createdAt: noon };
    const source = (dir: string) => writeModelFolder(dir, folder).then(() => undefined);
    await registry.registerVersion({ name: 'ranker', source, runId, description: 'by a', at: noon });
  }
  const serving = async () => {
    const found = await readServingModel(root, 'ranker', { fingerprint: 'f', parts });
    return found && { version: found.version.version, isChampion: found.isChampion, kind: found.folder.kind };
  };
  return { registry, serving };
}

test('the newest model answers while a rule is champion, and the champion as soon as it is a model', async () => {
  const { registry, serving } = await storeOf([
    [rule, 'f'],
    [trees, 'f'],
    [trees, 'f'],
  ]);
  await registry.setAlias('ranker', 'champion', 1, byAnn);
  expect(await serving()).toEqual({ version: 3, isChampion: false, kind: 'xgboost' });
  await registry.setAlias('ranker', 'champion', 2, byAnn);
  expect(await serving()).toEqual({ version: 2, isChampion: true, kind: 'xgboost' });
});

test('a linear model answers like any other: it is written as a rule, with the parts of a model', async () => {
  const { serving } = await storeOf([
    [rule, 'f'],
    [trees, 'f'],
    [line, 'f'],
  ]);
  expect(await serving()).toEqual({ version: 3, isChampion: false, kind: 'rule' });
});

test('models of other features, and damaged ones, are passed over', async () => {
  const { registry, serving } = await storeOf([
    [trees, 'f'],
    [trees, 'f'],
    [trees, 'other'],
  ]);
  await writeFile(join((await registry.version('ranker', 2)).dir, 'model.json'), 'damaged');
  expect(await serving()).toMatchObject({ version: 1, isChampion: false });
});

test('where nothing can be read nobody answers', async () => {
  const { serving } = await storeOf([
    [rule, 'f'],
    [trees, 'other'],
  ]);
  expect(await serving()).toBeNull();
});
