import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { openFileStore } from '../src/file-store.ts';
import { readModelFolder } from '../src/read-model-folder.ts';
import { openRegistry, type Registry, type VersionOptions } from '../src/registry.ts';
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
  await expect(registry.setAlias('ranker', 'champion', 9, byAnn)).rejects.toThrow('model ranker: has no version 9');
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
