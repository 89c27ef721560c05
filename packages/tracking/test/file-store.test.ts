import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openFileStore } from '../src/file-store.ts';
import { StoreError } from '../src/store-error.ts';
import { golden, noon, runIdFrom, scratchFolder } from './scratch.ts';

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

// as MLflow 3.17.2 leaves it: delete_experiment moves the folder, whatever its id, to .trash
test.each(['gone', '08'])('the deleted experiment %j is not silently brought back', async (name) => {
  const root = scratchFolder();
  const { experimentId } = await openFileStore(root).experiment(name, noon);
  await mkdir(join(root, '.trash'), { recursive: true });
  await rename(join(root, experimentId), join(root, '.trash', '590189884983036209'));
  const again = openFileStore(root).experiment(name, noon);
  await expect(again).rejects.toBeInstanceOf(StoreError);
  await expect(again).rejects.toThrow(`experiment ${name}: was deleted in MLflow; restore it (mlflow experiments`);
});

test('a damaged experiment is told by name, and hides no other', async () => {
  const root = scratchFolder();
  const { experimentId } = await openFileStore(root).experiment('torn', noon);
  await writeFile(join(root, experimentId, 'meta.yaml'), '');
  expect((await openFileStore(root).experiment('other', noon)).name).toBe('other');
  await expect(openFileStore(root).experiment('torn', noon)).rejects.toThrow(/^experiment torn: .* is damaged/);
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

describe('a run that is', () => {
  const change = async (runDir: string, find: string, replace: string) => {
    const path = join(runDir, 'meta.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace(find, replace));
  };
  const faults: Record<string, (runDir: string) => Promise<unknown>> = {
    'without meta.yaml': (runDir) => rm(join(runDir, 'meta.yaml')),
    'without content in meta.yaml': (runDir) => writeFile(join(runDir, 'meta.yaml'), ''),
    'half-written': (runDir) => writeFile(join(runDir, 'meta.yaml'), 'run_id: "'),
    'deleted in MLflow': (runDir) => change(runDir, 'lifecycle_stage: active', 'lifecycle_stage: deleted'),
  };
  test.each(Object.keys(faults))('%s is not listed, and hides no other', async (fault) => {
    const { store, experimentId, runDirs } = await twoRuns();
    await faults[fault](runDirs[0]);
    expect((await store.listRuns(experimentId)).map(({ runName }) => runName)).toEqual(['run 1']);
  });
});

test.each([
  ['', undefined],
  [`${noon} 0.5 0\n${noon} 0.`, 0.5],
  [`${noon} 0.`, undefined],
  [`${noon} 0.5\n`, 0.5],
])('of the metric file %j a run says %s', async (lines, value) => {
  const { store, experimentId, runDirs } = await twoRuns();
  await writeFile(join(runDirs[1], 'metrics/ap'), lines);
  const [newest] = await store.listRuns(experimentId);
  expect(newest.metrics.ap).toBe(value);
});

describe('a RUNNING run', () => {
  const statusAfter = async (process: string) => {
    const { store, experimentId, runDirs } = await twoRuns();
    await writeFile(join(runDirs[0], 'tags/process'), process);
    await store.tidy(experimentId, noon + 9);
    const [other, run] = await store.listRuns(experimentId);
    expect(other.status).toBe('RUNNING'); // ours: this process is alive
    return [run.status, run.endTime];
  };
  const deadPid = 4_194_305; // one more than Linux gives
  test('whose process is gone was KILLED', async () => {
    expect(await statusAfter(`${hostname()} ${deadPid}`)).toEqual(['KILLED', noon + 9]);
  });
  test.each([`${hostname()}x ${deadPid}`, `${hostname()} ${process.ppid}`, ''])(
    'whose process %j may be alive stays as it is',
    async (tag) => expect(await statusAfter(tag)).toEqual(['RUNNING', null]),
  );
});

async function twoRuns() {
  const store = openFileStore(scratchFolder());
  const { experimentId } = await store.experiment('two', noon);
  const start = (at: number) =>
    store.startRun({ experimentId, runId: runIdFrom('run', at), runName: `run ${at}`, startTime: noon + at });
  const runs = [await start(0), await start(1)];
  return { store, experimentId, runDirs: runs.map(({ runId }) => join(store.root, experimentId, runId)) };
}

test('an unknown run is refused by name', async () => {
  const store = openFileStore(scratchFolder());
  await expect(store.readRun('a'.repeat(32))).rejects.toThrow(/^run a{32}: not in any experiment/);
});
