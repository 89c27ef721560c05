/**
 * Trains the same booster with the plain and with the compiled hot loops, in turns: `npx tsx scripts/decisions/0005-wasm-kernels.ts`,
 * under a minute.
 */
import { compiledKernels } from '../../packages/gbm/src/compiled-kernels.ts';
import { toXgboostJson, train } from '../../packages/gbm/src/index.ts';
import { plainKernels } from '../../packages/gbm/src/kernels.ts';
import { labelOf, value } from './planted-rows.ts';

const ROWS = 100_000;
const COLUMNS = 37;
const RUNS = 5;

const rows = Array.from({ length: ROWS }, (_, row) => row);
const dtrain = {
  columns: Array.from({ length: COLUMNS }, (_, column) => Float32Array.from(rows, (row) => value(row, column))),
  featureNames: Array.from({ length: COLUMNS }, (_, column) => `f${column}`),
  numRow: ROWS,
  label: Float32Array.from(rows, labelOf),
};
const params = {
  objective: 'binary:logistic',
  eta: 0.1,
  max_depth: 5,
  max_bin: 128,
  subsample: 0.8,
  colsample_bytree: 0.5,
} as const;

const seconds: Record<'plain' | 'compiled', number[]> = { plain: [], compiled: [] };
const models = new Set<string>();
for (let run = 0; run < RUNS; run++) {
  for (const [name, kernels] of [
    ['plain', plainKernels],
    ['compiled', compiledKernels],
  ] as const) {
    const before = process.cpuUsage();
    const booster = train(params, dtrain, { numBoostRound: 100 }, kernels());
    seconds[name].push(process.cpuUsage(before).user / 1e6);
    models.add(JSON.stringify(toXgboostJson(booster)));
  }
}
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
console.log(
  `plain ${median(seconds.plain).toFixed(2)} s, compiled ${median(seconds.compiled).toFixed(2)} s of processor time`,
);
console.log(`${models.size === 1 ? 'the same model' : `${models.size} different models`} in ${2 * RUNS} runs`);
