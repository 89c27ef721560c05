import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { openFileStore } from '../src/file-store.ts';
import { runIdFrom } from '../src/run.ts';
import { golden, noon, scratchFolder } from './scratch.ts';

test('an experiment has the fields and the 18-digit id that MLflow writes', async () => {
  const store = openFileStore(scratchFolder());
  const { experimentId } = await store.experiment('golden', noon);
  expect(experimentId).toMatch(/^[1-9]\d{17}$/);
  const ours = parse(await readFile(join(store.root, experimentId, 'meta.yaml'), 'utf8'));
  const theirs = parse(await readFile(join(golden, 'store/590189884983036209/meta.yaml'), 'utf8'));
  const newInThree = ['effective_trace_archival_retention', 'trace_location', 'workspace'];
  expect(Object.keys(ours)).toEqual(Object.keys(theirs).filter((key) => !newInThree.includes(key)));
  expect(ours).toMatchObject({ experiment_id: experimentId, name: 'golden', lifecycle_stage: 'active' });
});

test('twenty callers who create one experiment at once get one experiment', async () => {
  const dir = scratchFolder();
  const all = await Promise.all(Array.from({ length: 20 }, () => openFileStore(dir).experiment('one', noon)));
  expect(new Set(all.map((experiment) => experiment.experimentId)).size).toBe(1);
  expect((await readdir(dir)).filter((name) => name !== '.trash')).toEqual([all[0].experimentId]);
});

test('an experiment that MLflow created is found by its name, not created again', async () => {
  const { experimentId } = await openFileStore(join(golden, 'store')).experiment('golden', noon);
  expect(experimentId).toBe('590189884983036209');
});

test('a deleted experiment is not silently brought back', async () => {
  const dir = scratchFolder();
  const { experimentId } = await openFileStore(scratchFolder()).experiment('gone', noon);
  await mkdir(join(dir, '.trash', experimentId), { recursive: true });
  await expect(openFileStore(dir).experiment('gone', noon)).rejects.toThrow('experiment gone: was deleted; restore it');
});

test('the run that MLflow wrote reads back with its params, metrics and tags', async () => {
  const run = await openFileStore(join(golden, 'store')).readRun('42a335edd9224b2ebe6bc70865418c94');
  expect(run).toMatchObject({ runName: 'first', status: 'FINISHED', startTime: 1795425098787, endTime: 1795425101475 });
  expect(run.params).toEqual({ eta: '0.1' });
  expect(run.metrics).toEqual({ ap: Number.POSITIVE_INFINITY, 'test/ap': 1e-9 });
  expect(run.tags['mlflow.note.content']).toBe('hello\nworld');
});

test('runs are listed newest first, whatever order the folder gives', async () => {
  const store = openFileStore(scratchFolder());
  const { experimentId } = await store.experiment('order', noon);
  for (const day of [2, 0, 1])
    await store.startRun({ experimentId, runId: runIdFrom('run', day), runName: `day ${day}`, startTime: noon + day });
  expect((await store.listRuns(experimentId)).map((run) => run.runName)).toEqual(['day 2', 'day 1', 'day 0']);
});

test('an unknown run is refused by name', async () => {
  const store = openFileStore(scratchFolder());
  await expect(store.readRun('a'.repeat(32))).rejects.toThrow(/^run a{32}: not in any experiment/);
});
