/**
 * What the checks have to find: a fresh `churn:train --size small`, its model's margins and probabilities as we compute them,
 * and a store whose names are hard to write. Written to the cache as `expected.json`.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CalibratedModel, type FeatureRows, modelParts } from '../../packages/capacity-forecast/src/domain.ts';
import { planLevels } from '../../packages/capacity-forecast/src/forecast/plan.ts';
import { applyCalibrator, type Margins } from '../../packages/evaluation/src/index.ts';
import { readServedModel } from '../../packages/expensive-sql/src/admission/load-gateway.ts';
import { modelParts as sqlParts } from '../../packages/expensive-sql/src/domain.ts';
import { readArrow } from '../../packages/feature-store/src/index.ts';
import { fromXgboostJson, predictMargin } from '../../packages/gbm/src/index.ts';
import { predictLearned } from '../../packages/learned/src/index.ts';
import {
  calibratorPart,
  openFileStore,
  openRegistry,
  placeRun,
  readModelFolder,
  readServingModel,
} from '../../packages/tracking/src/index.ts';

const ROWS = 5_000;
const HARD_NAMES = ['08', '1e-3', '12e4567', '0o17', '=', '<<', 'yes', '1:30', 'a: b #c', '2026-11-27'];

export async function writeExpectations(cache: string): Promise<void> {
  const home = join(cache, 'home');
  const registry = openRegistry(join(home, 'mlruns'));
  const version = await registry.version('churn', 2);
  const set = await readArrow(join(onlyFolder(join(home, 'runs/churn')), 'training-set.arrow'));
  const folder = await readModelFolder(version.dir, set);
  const columns = folder.featureNames.map((name) => sample(set.columns[set.names.indexOf(name)]));
  const margins = predictMargin(fromXgboostJson(folder.text('model.json')), {
    columns,
    featureNames: folder.featureNames,
  });
  const { calibrator } = folder.parts({ calibrator: calibratorPart() });
  const probabilities = applyCalibrator(calibrator, margins as Float32Array & Margins);
  const [capacity, sql] = [await capacityLevels(home), await sqlChances(home)];
  const worldDir = onlyFolder(join(home, 'datasets/churn/generated'));
  const aliases: Record<string, number> = {};
  for (const alias of ['champion', 'challenger']) {
    const number = await registry.readAlias('churn', alias);
    if (number !== null) aliases[alias] = number;
  }
  await writeHardNames(join(cache, 'hard-names'));
  const expected = {
    ...{ name: 'churn', runId: version.runId, modelDir: version.dir, aliases, hardNames: HARD_NAMES },
    features: folder.featureNames,
    rows: Array.from(margins, (_, row) => columns.map((column) => nullOf(column[row]))),
    margins: Array.from(margins),
    probabilities: Array.from(probabilities),
    ...{ capacity, sql },
    ...{ worldDir, worldRows: JSON.parse(readFileSync(join(worldDir, 'world.json'), 'utf8')).rows },
  };
  writeFileSync(join(cache, 'expected.json'), JSON.stringify(expected));
}

/** Levels that capacity's model would provision: rows in the order of the columns, every family in turn. */
async function capacityLevels(home: string) {
  const { dir } = await openRegistry(join(home, 'mlruns')).version('capacity-forecast', 2);
  const set = await readArrow(join(onlyFolder(join(home, 'runs/capacity-forecast')), 'training-set.arrow'));
  const folder = await readModelFolder(dir, set);
  const { plan } = folder.parts(modelParts);
  const correction =
    folder.kind === 'xgboost'
      ? fromXgboostJson(folder.text('model.json'))
      : JSON.parse(folder.text('rule.json')).correction;
  const columns = folder.featureNames.map((name) => sample(set.columns[set.names.indexOf(name)]));
  const anchor = Float32Array.from(sample(set.carried.anchor_nodes as Float64Array));
  const families = Object.keys(plan.shifts);
  const family = Array.from(anchor, (_, row) => families[row % families.length]);
  const rows = Uint32Array.from(anchor, (_, row) => row);
  const asked = { names: folder.featureNames, columns, anchor, slices: { [plan.groupBy]: family } };
  const model = { ...plan, correction } as unknown as CalibratedModel;
  const levels = planLevels(model, asked as unknown as FeatureRows, rows);
  return {
    features: [...folder.featureNames, 'anchor_nodes', `${plan.groupBy}_name`],
    rows: Array.from(rows, (row) => [...columns.map((column) => nullOf(column[row])), anchor[row], family[row]]),
    levels: Array.from(levels),
  };
}

/** Chances that expensive-sql gives, by a line or by trees: by what ships. */
async function sqlChances(home: string) {
  const set = await readArrow(join(onlyFolder(join(home, 'runs/expensive-sql')), 'training-set.arrow'));
  const asked = { fingerprint: set.fingerprint, parts: sqlParts };
  const serving = (await readServingModel(join(home, 'mlruns'), 'expensive-sql', asked))!;
  const names = serving.folder.featureNames;
  const columns = names.map((name) => sample(set.columns[set.names.indexOf(name)]));
  const { chance, calibrator } = readServedModel(serving);
  const chances = applyCalibrator(calibrator, predictLearned(chance, { names, columns }));
  return {
    features: names,
    rows: Array.from(chances, (_, row) => columns.map((column) => nullOf(column[row]))),
    chances: Array.from(chances),
  };
}

/** Rows from all weeks, spread evenly. */
function sample(column: ArrayLike<number>): Float32Array {
  const size = Math.min(ROWS, column.length);
  return Float32Array.from({ length: size }, (_, at) => column[Math.floor((at * column.length) / size)]);
}

function nullOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function onlyFolder(dir: string): string {
  const names = readdirSync(dir).filter((name) => !name.startsWith('.'));
  if (names.length !== 1) throw new Error(`${dir}: found ${names.length} folders, expected one`);
  return join(dir, names[0]);
}

async function writeHardNames(dir: string): Promise<void> {
  if (existsSync(dir)) rmSync(dir, { recursive: true });
  const store = openFileStore(dir);
  for (const name of HARD_NAMES) {
    const { experimentId } = await store.experiment(name, Date.now() + 0.5);
    const started = { experimentId, runName: name, startTime: Date.now() + 0.5 };
    const run = await store.startRun({
      ...started,
      runId: placeRun(dir).runId,
      tags: { [`k${'e'.repeat(249)}`]: name },
    });
    await run.logMetrics({ ap: 0.5, [`m${'e'.repeat(249)}`]: Number.NaN }, 1, Date.now() + 0.5);
    await run.finish({ endTime: Date.now() + 0.5, status: 'FINISHED' });
  }
}
