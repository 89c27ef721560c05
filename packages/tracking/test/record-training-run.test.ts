import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openFileStore } from '../src/file-store.ts';
import { evaluateGate } from '../src/gate.ts';
import { readModelFolder } from '../src/read-model-folder.ts';
import { recordTrainingRun, type TrainingRun, tellRegistration } from '../src/record-training-run.ts';
import { openRegistry } from '../src/registry.ts';
import { calibratedProbability } from '../src/serving.ts';
import { championName, readStanding } from '../src/standing.ts';
import { writeModelFolder } from '../src/write-model-folder.ts';
import { golden, noon, runIdFrom, scratchFolder } from './scratch.ts';

const json = await readFile(join(golden, 'model/model.json'), 'utf8');
const lift = (found: number) =>
  evaluateGate([{ name: 'lift', found, required: { above: 0 }, because: 'it replaces a rule' }]);
const [passing, refusing] = [lift(1), lift(-1)];

function training(day: number, change: Partial<TrainingRun> = {}): TrainingRun {
  return {
    name: 'ranker',
    runId: runIdFrom('ranker', day),
    startedAt: noon + day,
    clock: () => noon + day + 60,
    by: 'ranking:train',
    commit: 'abc',
    data: { fingerprint: 'd1', versions: { orders: 3 } },
    features: {
      names: ['a', 'b'],
      columns: [
        [1, 2],
        [3, Number.NaN],
      ],
      fingerprint: 'f00d',
    },
    trainingSetPath: '/runs/training-set.arrow',
    tags: { engine: 'gbm' },
    params: { eta: 0.1 },
    metrics: { ap: 0.4, ceiling: null },
    series: { logloss: [0.7, 0.6] },
    audit: { passed: true },
    gate: passing,
    incumbent: { name: 'by a', sql: 'ORDER BY a', features: ['a'], description: 'the rule in use' },
    candidate: {
      model: { kind: 'xgboost', json },
      serving: calibratedProbability,
      extraFiles: { 'calibrator.json': '{"method":"none"}' },
      description: 'refit on weeks 1 to 9',
    },
    ...change,
  };
}

/** An empty store, and what the aliases point at. */
function store() {
  const root = join(scratchFolder(), 'mlruns');
  const registry = openRegistry(root);
  const at = async (alias: string) => (await registry.resolveAlias('ranker', alias))?.version;
  return { root, registry, at };
}

test('a run is recorded whole: params, metrics, a curve, its dataset, artifacts and tags', async () => {
  const { root } = store();
  await recordTrainingRun(root, training(0));
  const run = await openFileStore(root).readRun(runIdFrom('ranker', 0));
  expect(run).toMatchObject({
    runName: `ranking-train-${run.runId.slice(0, 6)}`,
    status: 'FINISHED',
    endTime: noon + 60,
    params: { eta: '0.1' },
    metrics: { ap: 0.4, logloss: 0.6 },
    tags: { engine: 'gbm', 'fingerprint.data': 'd1', 'audit.passed': 'true', 'gate.passed': 'true' },
  });
  expect(JSON.parse(await readFile(join(run.artifactDir, 'gate.json'), 'utf8'))).toEqual(passing);
  expect(JSON.parse(await readFile(join(run.artifactDir, 'audit.json'), 'utf8'))).toEqual({ passed: true });
});

test('the dataset is where mlflow.data.get_source finds it, and another one when the features differ', async () => {
  const { root } = store();
  await recordTrainingRun(root, training(0));
  const changed = training(1);
  await recordTrainingRun(root, { ...changed, features: { ...changed.features, fingerprint: 'beef' } });
  const { experimentId } = await openFileStore(root).experiment('ranker', noon);
  const datasets = join(root, experimentId, 'datasets');
  const ids = await readdir(datasets);
  expect(ids).toHaveLength(2);
  const { source, source_type } = parse(await readFile(join(datasets, ids[0], 'meta.yaml'), 'utf8'));
  expect(source_type).toBe('local');
  expect(JSON.parse(source).uri).toBe('/runs/training-set.arrow');
});

test('the first run registers the rule as version 1 and champion, and its model as challenger', async () => {
  const { root, registry, at } = store();
  const registered = await recordTrainingRun(root, training(0));
  expect(registered).toMatchObject({ version: 2, champion: 1, challenger: 2 });
  const [rule, model] = await registry.versions('ranker');
  expect((await readModelFolder(rule.dir, { fingerprint: 'f00d' })).kind).toBe('rule');
  const folder = await readModelFolder(model.dir, { fingerprint: 'f00d' });
  expect(folder.text('calibrator.json')).toBe('{"method":"none"}');
  expect(JSON.parse(folder.text('input_example.json')).data).toEqual([
    [1, 3],
    [2, null],
  ]);
  expect(model.tags).toMatchObject({ gate: 'passed' });
  expect([await at('champion'), await at('challenger')]).toEqual([1, 2]);
});

test('a model that the gate refused becomes a version with its evidence, and challenger stays where it was', async () => {
  const { root, registry, at } = store();
  await recordTrainingRun(root, training(0));
  const refused = await recordTrainingRun(root, training(1, { gate: refusing }));
  expect(refused).toMatchObject({ version: 3, champion: 1, challenger: 2 });
  expect(await at('challenger')).toBe(2);
  expect((await registry.version('ranker', 3)).tags['gate.lift']).toMatch(/^failed: found −1/);
});

test.each<Partial<TrainingRun>>([{ candidate: null }, { audit: { passed: false } }])(
  'with %j the run is recorded and nothing is registered',
  async (change) => {
    const { root, registry } = store();
    const registered = await recordTrainingRun(root, training(0, change));
    expect(registered).toMatchObject({ version: null, champion: null, challenger: null });
    expect(await registry.versions('ranker')).toEqual([]);
  },
);

test('a run that fails is marked FAILED, and moves no alias', async () => {
  const { root, registry, at } = store();
  await recordTrainingRun(root, training(0));
  const broken = training(1);
  const features = { ...broken.features, names: ['b', 'a'] };
  await expect(recordTrainingRun(root, { ...broken, features })).rejects.toThrow('feature 0 is a in model.json');
  expect((await openFileStore(root).readRun(broken.runId)).status).toBe('FAILED');
  expect(await registry.versions('ranker')).toHaveLength(2);
  expect(await at('challenger')).toBe(2);
});

test('a process that ends in the middle says that the run was KILLED', async () => {
  const { root } = store();
  const others = process.listenerCount('exit');
  const interrupted = training(0);
  let inTheMiddle = '';
  Object.defineProperty(interrupted, 'metrics', {
    get() {
      process.listeners('exit').at(-1)?.(130);
      const [experimentId] = readdirSync(root).filter((name) => /^\d+$/.test(name));
      inTheMiddle = readFileSync(join(root, experimentId, interrupted.runId, 'meta.yaml'), 'utf8');
      return {};
    },
  });
  await recordTrainingRun(root, interrupted);
  expect(parse(inTheMiddle)).toMatchObject({ status: 5 /* KILLED */, end_time: noon + 60 });
  expect((await openFileStore(root).readRun(interrupted.runId)).status).toBe('FINISHED');
  expect(process.listenerCount('exit')).toBe(others);
});

describe('what holds before a run', () => {
  test('is nothing at first, then the rule, then what somebody set in MLflow', async () => {
    const { root } = store();
    expect(await readStanding(root, 'ranker')).toEqual({ rule: null, champion: null, challenger: null });
    await recordTrainingRun(root, training(0));
    const standing = await readStanding(root, 'ranker');
    expect(standing).toEqual({ rule: 1, champion: 1, challenger: 2 });
    expect(championName(standing, 'rank by a')).toBe('rank by a');
    await writeFile(join(root, 'models/ranker/aliases/champion'), '2');
    expect(championName(await readStanding(root, 'ranker'), 'rank by a')).toBe('version 2');
    expect(tellRegistration(await recordTrainingRun(root, training(1)))).toMatch(/champion is version 2$/);
  });

  test('is refused in words where the run could not be recorded', async () => {
    const { root } = store();
    await recordTrainingRun(root, training(0));
    await writeFile(join(root, 'models/ranker/aliases/champion'), '');
    await expect(readStanding(root, 'ranker')).rejects.toThrow('alias champion holds "", expected the number');
  });
});

describe('the rule and its alias', () => {
  test('neither a deleted first run nor a deleted rule stops a later run', async () => {
    const { root, registry, at } = store();
    await recordTrainingRun(root, training(0));
    const { experimentId } = await openFileStore(root).experiment('ranker', noon);
    await rm(join(root, experimentId, runIdFrom('ranker', 0)), { recursive: true }); // mlflow gc
    const [rule] = await registry.versions('ranker');
    expect((await readModelFolder(rule.dir, { fingerprint: 'f00d' })).kind).toBe('rule');
    expect(await recordTrainingRun(root, training(1))).toMatchObject({ rule: 1, champion: 1, version: 3 });

    const meta = join(root, 'models/ranker/version-1/meta.yaml');
    await writeFile(meta, (await readFile(meta, 'utf8')).replace('stage: None', 'stage: Deleted_Internal'));
    await rm(join(root, 'models/ranker/aliases/champion')); // delete_model_version takes its aliases along
    expect(await recordTrainingRun(root, training(2))).toMatchObject({ rule: 4, champion: 4, version: 5 });
    expect(await at('champion')).toBe(4);
  });

  test('a run killed after it registered the rule does not make the next one register it again', async () => {
    const { root, registry, at } = store();
    const killed = await killedAfterTheRule(root);
    expect(await at('champion')).toBeUndefined();
    await recordTrainingRun(root, training(1));
    expect((await registry.versions('ranker')).map(({ runId }) => runId)).toEqual([killed, runIdFrom('ranker', 1)]);
    expect(await at('champion')).toBe(1);
  });

  test('a champion that a person moved is never moved back', async () => {
    const { root, registry, at } = store();
    await recordTrainingRun(root, training(0));
    await registry.setAlias('ranker', 'champion', 2, { at: noon, by: 'ann', reason: 'better' });
    expect(await recordTrainingRun(root, training(1))).toMatchObject({ version: 3, champion: 2, challenger: 3 });
    expect(await at('champion')).toBe(2);
  });

  test('not even one that a person set before any run did', async () => {
    const { root, registry, at } = store();
    await killedAfterTheRule(root);
    await recordTrainingRun(root, training(1, { candidate: null }));
    await registry.setAlias('ranker', 'champion', 1, { at: noon, by: 'ann', reason: 'by hand' });
    await recordTrainingRun(root, training(2));
    expect(await at('champion')).toBe(1);
    const moves = await registry.history('ranker');
    expect(moves.filter(({ alias }) => alias === 'champion').map(({ by }) => by)).toEqual(['ann']);
  });

  test('two first runs at once agree on the rule', async () => {
    const { root, registry } = store();
    const both = await Promise.all([0, 1].map((day) => recordTrainingRun(root, training(day))));
    expect(both.map(({ version }) => version).sort()).toEqual([2, 3]);
    expect(await registry.versions('ranker')).toHaveLength(3);
    expect((await registry.history('ranker')).filter(({ alias }) => alias === 'champion')).toHaveLength(1);
  });
});

/** The state that a run leaves which was killed between registering the rule and setting its alias. */
async function killedAfterTheRule(root: string): Promise<string> {
  const store = openFileStore(root);
  const { experimentId } = await store.experiment('ranker', noon);
  const runId = runIdFrom('ranker', 'killed');
  const run = await store.startRun({ experimentId, runId, runName: 'killed', startTime: noon });
  const source = join(run.artifactDir, 'incumbent-rule');
  const model = { kind: 'rule', rule: { rank: 'a' } } as const;
  await writeModelFolder(source, { model, featureNames: ['a'], featureFingerprint: 'f00d', runId, createdAt: noon });
  await openRegistry(root).registerVersion({ name: 'ranker', source, runId, description: '', at: noon });
  return runId;
}

test.each([
  [{ version: null, rule: null, champion: null, challenger: null }, 'nothing was registered'],
  [{ version: null, rule: 1, champion: 3, challenger: 3 }, 'nothing was registered; champion is version 3'],
  [
    { version: 2, rule: 1, champion: 1, challenger: 2 },
    'registered as ranker version 2, now the challenger; version 1 is the rule, champion until you move it',
  ],
  [
    { version: 3, rule: 1, champion: 1, challenger: 2 },
    'registered as ranker version 3; the gate refused it, so challenger stays version 2; version 1 is the rule, champion until you move it',
  ],
  [
    { version: 3, rule: 1, champion: 2, challenger: null },
    'registered as ranker version 3; the gate refused it, so there is no challenger; champion is version 2',
  ],
])('%j is told as %j', (found, words) => {
  expect(tellRegistration({ name: 'ranker', modelDir: null, ...found })).toBe(words);
});
