import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type FileStore, openFileStore } from '../src/file-store.ts';
import { placeRun, type RunHandle } from '../src/run.ts';
import { golden, noon, runIdFrom, scratchFolder } from './scratch.ts';

const goldenRun = join(golden, 'store/590189884983036209/42a335edd9224b2ebe6bc70865418c94');

async function startRun(seed = 1): Promise<{ store: FileStore; run: RunHandle; runDir: string }> {
  const store = openFileStore(scratchFolder());
  const { experimentId } = await store.experiment('demo', noon);
  const run = await store.startRun({ experimentId, runId: runIdFrom('demo', seed), runName: 'first', startTime: noon });
  return { store, run, runDir: join(store.root, experimentId, run.runId) };
}

test('run metadata has the fields that MLflow writes', async () => {
  const { run, runDir } = await startRun();
  await run.finish({ endTime: noon + 1000, status: 'FINISHED' });
  const ours = parse(await readFile(join(runDir, 'meta.yaml'), 'utf8'));
  const theirs = parse(await readFile(join(goldenRun, 'meta.yaml'), 'utf8'));
  const { run_uuid, ...sharedWithOurs } = ours; // MLflow 2 reads it, MLflow 3 no longer writes it
  expect(Object.keys(sharedWithOurs)).toEqual(Object.keys(theirs));
  expect(run_uuid).toBe(ours.run_id);
  expect(ours.status).toBe(theirs.status);
});

test('metric files hold the very lines that MLflow writes', async () => {
  const { run, runDir } = await startRun();
  await run.logMetrics({ ap: 0.5 }, 0, 1795425098792);
  await run.logMetrics({ ap: Number.NaN }, 1, 1795425098793);
  await run.logMetrics({ ap: Number.POSITIVE_INFINITY }, 2, 1795425098793);
  expect(await readFile(join(runDir, 'metrics/ap'), 'utf8')).toBe(
    await readFile(join(goldenRun, 'metrics/ap'), 'utf8'),
  );
});

test('a null metric is skipped: nothing measured is not zero', async () => {
  const { run, runDir } = await startRun();
  await run.logMetrics({ ceiling: null, ap: 0.3 });
  expect(await readdir(join(runDir, 'metrics'))).toEqual(['ap']);
});

test('every double survives the file', async () => {
  const { store, run } = await startRun();
  let step = 0;
  await fc.assert(
    fc.asyncProperty(fc.double(), async (value) => {
      await run.logMetrics({ value }, step++);
      expect((await store.readRun(run.runId)).metrics.value).toBe(value === 0 ? 0 : value);
    }),
    { numRuns: 50 },
  );
});

test('the latest metric is the greatest step, then time, then value', async () => {
  const { store, run } = await startRun();
  await run.logMetrics({ ap: 0.9 }, 1, noon + 5);
  await run.logMetrics({ ap: 0.1 }, 2, noon);
  await run.logMetrics({ ap: 0.3 }, 2, noon);
  await run.logMetrics({ ap: 0.2 }, 2, noon);
  expect((await store.readRun(run.runId)).metrics).toEqual({ ap: 0.3 });
});

test('a param may be logged again with its value, never with another', async () => {
  const { run } = await startRun();
  await run.logParams({ eta: 0.1 });
  await run.logParams({ eta: 0.1 });
  await expect(run.logParams({ eta: 0.2 })).rejects.toThrow('param eta: already logged as 0.1, now 0.2');
});

test('a run that dies stays RUNNING with everything it logged', async () => {
  const { store, run } = await startRun();
  await run.logParams({ eta: 0.1 });
  await run.logMetricSeries('logloss', [0.7, 0.6]);
  const found = await openFileStore(store.root).readRun(run.runId);
  expect(found).toMatchObject({ status: 'RUNNING', endTime: null, params: { eta: '0.1' }, metrics: { logloss: 0.6 } });
});

test('no file is left aside after a whole run', async () => {
  const { store, run } = await startRun();
  await run.logParams({ eta: 0.1 });
  await run.setTags({ a: '1' });
  await run.finish({ endTime: noon, status: 'FAILED' });
  expect(await readdir(join(store.root, '.trash'))).toEqual([]);
});

test('a dataset is recorded under the ids that MLflow derives', async () => {
  const { run, runDir } = await startRun();
  const columns = ['a', 'b'].map((name) => ({ name, type: 'double' as const }));
  await run.logDataset({
    name: 'training',
    digest: 'abc123',
    source: { type: 'local', uri: '/tmp/x.csv' },
    schema: columns,
    profile: { num_rows: 4, num_elements: 8 },
    context: 'training',
  });
  const id = '4a5571e2f93696c673aab1d5b4144d21';
  const read = async (path: string) => parse(await readFile(path, 'utf8'));
  const withParsedJson = ({ profile, schema, source, ...rest }: Record<string, string>) => ({
    ...rest,
    ...{ profile: JSON.parse(profile), schema: JSON.parse(schema), source: JSON.parse(source) },
  });
  const ours = withParsedJson(await read(join(runDir, '../datasets', id, 'meta.yaml')));
  expect(ours).toEqual(withParsedJson(await read(join(goldenRun, '../datasets', id, 'meta.yaml'))));
  const [input] = await readdir(join(runDir, 'inputs'));
  const [goldenInput] = await readdir(join(goldenRun, 'inputs'));
  expect(await read(join(runDir, 'inputs', input, 'meta.yaml'))).toEqual(
    await read(join(goldenRun, 'inputs', goldenInput, 'meta.yaml')),
  );
});

test('artifacts are copied from a path or written from content, in sub-folders too', async () => {
  const { run } = await startRun();
  const file = join(scratchFolder(), 'curve.svg');
  await writeFile(file, '<svg/>');
  expect(await readFile(await run.logArtifact(file), 'utf8')).toBe('<svg/>');
  const written = await run.logArtifact({ name: 'report/answer.md', content: '# Answer' });
  expect(written).toBe(join(run.artifactDir, 'report/answer.md'));
  expect(await readFile(written, 'utf8')).toBe('# Answer');
});

test('a run id is taken once, and a second start says so', async () => {
  const { store, run } = await startRun();
  const again = { experimentId: run.experimentId, runId: run.runId, runName: 'second', startTime: noon };
  await expect(store.startRun(again)).rejects.toThrow(`run ${run.runId}: already exists`);
  await expect(store.startRun({ ...again, runId: 'run-1' })).rejects.toThrow('expected an id of 32 hex digits');
});

test('two runs that begin in one millisecond have two ids and two folders', () => {
  const [one, other] = [placeRun('runs'), placeRun('runs')];
  expect(one.runId).toMatch(/^[0-9a-f]{32}$/);
  expect(one.runId).not.toBe(other.runId);
  expect(one.runDir).toBe(`runs/${one.runId.slice(0, 12)}`);
  expect(one.runDir).not.toBe(other.runDir);
});

// mlflow 3.17.2 refuses them too: _validate_tag_name, _validate_metric_name (utils/validation.py)
const refusedKeys = [
  '../escape',
  '..x',
  '/absolute',
  'a//b',
  'a/',
  'a/../b',
  '.',
  '=',
  'tab\tkey',
  '',
  'k'.repeat(251),
];
test.each(refusedKeys)('the key %j is refused', async (key) => {
  const { run } = await startRun();
  await expect(run.setTags({ [key]: 'x' })).rejects.toThrow('expected up to 250 letters, digits');
  await expect(run.logMetrics({ [key]: 1 })).rejects.toThrow('expected up to 250 letters, digits');
});

test.each([236, 237, 250])('a key of %i characters is kept', async (length) => {
  const { store, run } = await startRun();
  const key = 'k'.repeat(length);
  await run.logParams({ [key]: 'p' });
  await run.logMetrics({ [key]: 1 });
  await run.setTags({ [key]: 't' });
  const found = await store.readRun(run.runId);
  expect([found.params[key], found.metrics[key], found.tags[key]]).toEqual(['p', 1, 't']);
});

// mlflow 3.17.2 reads both with int(): one "1.5" and search_runs of the experiment raises
test('times and steps are written as whole numbers, and what is none is refused', async () => {
  const { store, run, runDir } = await startRun();
  await run.logMetrics({ ap: 0.5 }, 3, noon + 0.6);
  expect(await readFile(join(runDir, 'metrics/ap'), 'utf8')).toBe(`${noon + 1} 0.5 3\n`);
  await expect(run.logMetrics({ ap: 0.5 }, 0.5)).rejects.toThrow('step 0.5: expected a whole number');
  await expect(run.logMetrics({ ap: 0.5 }, 1, Number.NaN)).rejects.toThrow('time NaN: expected milliseconds');
  await run.finish({ endTime: noon + 1.4, status: 'FINISHED' });
  expect(await store.readRun(run.runId)).toMatchObject({ endTime: noon + 1, metrics: { ap: 0.5 } });
});

test('values of one metric that are logged at once are all kept', async () => {
  const { runDir, run } = await startRun();
  await Promise.all(Array.from({ length: 20 }, (_, step) => run.logMetrics({ ap: step }, step)));
  expect((await readFile(join(runDir, 'metrics/ap'), 'utf8')).split('\n')).toHaveLength(21);
});

test('a metric that could not be written leaves the values before it and no file aside', async () => {
  const { store, run, runDir } = await startRun();
  await run.logMetrics({ ap: 0.5 });
  await mkdir(join(runDir, 'metrics/taken'));
  await expect(run.logMetrics({ taken: 1 })).rejects.toThrow('EISDIR');
  await run.logMetrics({ ap: 0.6 }, 1);
  expect((await readFile(join(runDir, 'metrics/ap'), 'utf8')).split('\n')).toHaveLength(3);
  expect(await readdir(join(store.root, '.trash'))).toEqual([]);
});
