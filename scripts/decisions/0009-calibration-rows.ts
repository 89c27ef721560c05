/**
 * Fits calibrators on fewer and more weeks and judges them on the test weeks of rolling folds, never on those that are reported:
 * `npx tsx scripts/decisions/0009-calibration-rows.ts churn` or `capacity`, minutes each; `small` after it for a quick look.
 */
import { fileURLToPath } from 'node:url';
import { forecastQuantiles, shortfallMargin } from '../../packages/capacity-forecast/src/forecast/plan.ts';
import { HOURS, isShort } from '../../packages/capacity-forecast/src/label.ts';
import { trainingSet } from '../../packages/capacity-forecast/src/pipeline.ts';
import { plannedAt } from '../../packages/capacity-forecast/src/settings.ts';
import { ingest as ingestCapacity } from '../../packages/capacity-forecast/src/stages/1-ingest.ts';
import { split as splitCapacity } from '../../packages/capacity-forecast/src/stages/3-split.ts';
import { train as trainCapacity } from '../../packages/capacity-forecast/src/stages/4-train.ts';
import { calibrate } from '../../packages/capacity-forecast/src/stages/5-calibrate.ts';
import { simulate as simulateCapacity } from '../../packages/capacity-forecast/src/world/simulate.ts';
import { candidates } from '../../packages/churn/src/candidates.ts';
import { labels } from '../../packages/churn/src/label.ts';
import { ingest as ingestChurn } from '../../packages/churn/src/stages/1-ingest.ts';
import { features } from '../../packages/churn/src/stages/2-features.ts';
import { split as splitChurn } from '../../packages/churn/src/stages/3-split.ts';
import { train as trainChurn } from '../../packages/churn/src/stages/4-train.ts';
import { joinLabels } from '../../packages/churn/src/training-set/join-labels.ts';
import { simulate as simulateChurn } from '../../packages/churn/src/world/simulate.ts';
import {
  applyCalibrator,
  brierScore,
  calibrationSlope,
  denseNumbers,
  type FoldRows,
  fitCalibrators,
  logLoss,
  take,
  weightedMean,
} from '../../packages/evaluation/src/index.ts';
import { trainQueue } from '../../packages/gbm/src/index.ts';

/** The tuning worlds: none of the five that are reported. */
const SEEDS = [7, 8, 9, 424242];

/** Rows of a fold that a calibrator may learn from or be judged on. */
type Rows = {
  readonly margin: Float64Array;
  readonly label: Float32Array;
  readonly weight: Float32Array;
  readonly cluster: Int32Array;
};
type Fold = { readonly rows: FoldRows; readonly open: (rows: Uint32Array) => Rows };

const [pipeline = 'churn', size = 'medium'] = process.argv.slice(2) as ['churn' | 'capacity', 'small' | 'medium'];
const resources = { threads: 2, memoryLimit: '2GB' };

const worldsOf = (name: string) => fileURLToPath(new URL(`../../datasets/${name}/generated`, import.meta.url));

async function churnFolds(seed: number): Promise<readonly Fold[]> {
  const world = await simulateChurn(worldsOf('churn'), { seed, size, threads: 2 });
  const ingested = await ingestChurn({ kind: 'simulated', seed, size, world }, resources);
  const asked = await candidates(ingested, ingested.calendar.decisionSteps);
  const set = await joinLabels(ingested, await features(ingested, asked), await labels(ingested, asked));
  ingested.lake.close();
  const { train } = trainQueue({ threads: 2 });
  const folds = splitChurn(set, ingested.calendar).rolling.map(async (rows) => {
    const { scorer } = await trainChurn(set, rows, { engine: 'gbm', seed, trainBooster: train });
    const open = (some: Uint32Array) => ({
      margin: scorer.margin(set, some),
      label: take(set.y, some),
      weight: take(set.weight, some),
      cluster: denseNumbers(take(set.cluster, some)),
    });
    return { rows, open };
  });
  return Promise.all(folds);
}

async function capacityFolds(seed: number): Promise<readonly Fold[]> {
  const world = await simulateCapacity(worldsOf('capacity-forecast'), { seed, size, threads: 2 });
  const ingested = await ingestCapacity({ kind: 'simulated', seed, size, world }, resources);
  const set = await trainingSet(ingested);
  ingested.lake.close();
  const { train } = trainQueue({ threads: 2 });
  const folds = splitCapacity(set, ingested.calendar).rolling.map(async (rows) => {
    const models = await trainCapacity(set, rows, { seed, trainBooster: train });
    const ridge = calibrate(set, models.find(({ name }) => name === 'ridge')!);
    const open = (some: Uint32Array) => {
      const inForce = some.filter((row) => set.provisioned[row] >= 0);
      const planned = forecastQuantiles(ridge, set, inForce).quantiles[plannedAt];
      const hoursOf = (row: number) => set.demand.subarray(row * HOURS, (row + 1) * HOURS);
      return {
        margin: shortfallMargin(planned, set, inForce),
        label: Float32Array.from(inForce, (row) => Number(isShort(hoursOf(row), set.provisioned[row]))),
        weight: new Float32Array(inForce.length).fill(1),
        cluster: denseNumbers(take(set.week, inForce)),
      };
    };
    return { rows, open };
  });
  return Promise.all(folds);
}

const WINDOWS: Readonly<Record<string, (rows: FoldRows) => Uint32Array>> = {
  'second half of the calibration window': ({ calibration }) => calibration,
  'whole calibration window': ({ stopping, calibration }) => Uint32Array.of(...stopping, ...calibration),
  'all weeks before the test': ({ train, stopping, calibration }) =>
    Uint32Array.from([...train, ...stopping, ...calibration]),
};

const found: Record<string, Record<'log loss' | 'Brier' | 'ratio' | 'slope', number[]>> = {};
for (const seed of SEEDS) {
  for (const { rows, open } of await (pipeline === 'churn' ? churnFolds(seed) : capacityFolds(seed))) {
    const test = open(rows.test);
    for (const [window, rowsOf] of Object.entries(WINDOWS)) {
      const { margin, label, weight } = open(rowsOf(rows));
      for (const calibrator of Object.values(fitCalibrators(margin, label, { weight })).slice(0, 2)) {
        const probability = applyCalibrator(calibrator, test.margin);
        const mean = (values: ArrayLike<number>) => weightedMean(values.length, (row) => values[row], test.weight);
        const line = calibrationSlope({ ...test, probability });
        const name = `${calibrator.method}, ${window}`;
        found[name] ??= { 'log loss': [], Brier: [], ratio: [], slope: [] };
        found[name]['log loss'].push(logLoss(test.label, probability, test.weight));
        found[name].Brier.push(brierScore(test.label, probability, test.weight));
        found[name].ratio.push(Math.log(mean(probability) / mean(test.label)));
        found[name].slope.push('why' in line ? Number.NaN : line.slope.estimate - 1);
      }
    }
  }
  console.error(`seed ${seed} done`);
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const typical = (values: readonly number[]) => Math.sqrt(average(values.map((value) => value ** 2))).toFixed(3);
console.log(
  '| calibrator, fitted on | folds | log loss | Brier score | log(forecast / observed), rms | slope − 1, rms |',
);
console.log('|---|---|---|---|---|---|');
for (const [name, { 'log loss': loss, Brier, ratio, slope }] of Object.entries(found)) {
  const cells = [
    name,
    loss.length,
    average(loss).toFixed(4),
    average(Brier).toFixed(5),
    typical(ratio),
    typical(slope),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
