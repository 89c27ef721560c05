import { execFileSync } from 'node:child_process';
import { type DMatrix, predictMargin, type TrainParams, train } from '../../packages/gbm/src/index.ts';
import { report, say } from './gbm-report.ts';

export interface Shape {
  readonly loss: Partial<TrainParams>;
  readonly rows: number;
  readonly features: number;
  readonly rounds: number;
  readonly depth: number;
  /** Of every three features one has a long tail, one is mostly 0, and one counts; otherwise all are uniform. */
  readonly isSkewed?: boolean;
  /** The share of values that are. */
  readonly missing?: number;
  /** Where features take so many values, in equal steps. */
  readonly levels?: number;
}

interface Seconds {
  readonly trainSeconds: number;
  readonly predictSeconds: number;
}

export const LOGISTIC = { objective: 'binary:logistic' } as const;
const QUANTILE = { objective: 'reg:quantileerror', quantile_alpha: 0.9 } as const;

const SHAPES: readonly Shape[] = [
  { loss: LOGISTIC, rows: 200_000, features: 20, rounds: 100, depth: 6 },
  { loss: LOGISTIC, rows: 200_000, features: 32, rounds: 200, depth: 5 },
  { loss: LOGISTIC, rows: 200_000, features: 20, rounds: 100, depth: 6, missing: 0.05 },
  { loss: LOGISTIC, rows: 1_000_000, features: 30, rounds: 100, depth: 6, isSkewed: true },
  { loss: LOGISTIC, rows: 1_000_000, features: 30, rounds: 100, depth: 6, isSkewed: true, missing: 0.05 },
  { loss: QUANTILE, rows: 300_000, features: 12, rounds: 200, depth: 6 },
];

/** A long tail, mostly 0, and a count, of a uniform number. */
const SKEWS: readonly ((x: number) => number)[] = [
  (x) => Math.exp(3 * x ** 3),
  (x) => (x < 0.95 ? 0 : Math.floor((x - 0.95) * 20_000)),
  (x) => Math.floor(-8 * Math.log(1 - x)),
];

const XGBOOST = `
import json, sys, time, numpy, xgboost
loss, (n, f, rounds, depth, is_skewed, threads), missing = json.loads(sys.argv[1]), map(int, sys.argv[2:8]), float(sys.argv[8])
x = numpy.random.default_rng(1).random((n, f), dtype=numpy.float32)
chance = numpy.random.default_rng(2).random(n)
is_quantile = "quantile_alpha" in loss
y = x[:, 0] + x[:, 1] * chance if is_quantile else ((x[:, 0] > 0.5) != (x[:, 1] > 0.3)) != (chance < 0.1)
y = y.astype(numpy.float32)
if is_skewed:
    x[:, 0::3] = numpy.exp(3 * x[:, 0::3] ** 3)
    x[:, 1::3] = numpy.where(x[:, 1::3] < 0.95, 0, numpy.floor((x[:, 1::3] - 0.95) * 20000))
    x[:, 2::3] = numpy.floor(-8 * numpy.log(1 - x[:, 2::3]))
if missing > 0:
    x[numpy.random.default_rng(3).random((n, f), dtype=numpy.float32) < missing] = numpy.nan
data = xgboost.DMatrix(x, y, nthread=threads)
clock = time.process_time if threads == 1 else time.perf_counter
start = clock()
model = xgboost.train({**loss, "max_depth": depth, "tree_method": "hist", "nthread": threads}, data, rounds)
trained = clock()
model.inplace_predict(x, predict_type="margin", validate_features=False)
print(json.dumps({"trainSeconds": trained - start, "predictSeconds": clock() - trained}))
`;

/** Times training and prediction; on one thread in processor time, on several by the clock. */
export function benchTraining(python: string | undefined, repeats: number, threads: number): void {
  for (const loss of [LOGISTIC, QUANTILE]) {
    const small: Shape = { loss, rows: 20_000, features: 20, rounds: 20, depth: 6 };
    timeOurs(small, makeMatrix(small), threads); // lets the compiler warm up
  }
  for (const shape of SHAPES) {
    const matrix = makeMatrix(shape);
    const work = describe(shape);
    say(work);
    const ours: Seconds[] = [];
    const theirs: Seconds[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      ours.push(timeOurs(shape, matrix, threads));
      if (python !== undefined) theirs.push(timeXgboost(shape, python, threads));
    }
    report(work, 'gbm', ours);
    report(work, 'xgboost', theirs);
  }
}

function describe({ loss, rows, features, rounds, depth, isSkewed, missing }: Shape): string {
  const kind = `${isSkewed ? ', skewed' : ''}${missing ? `, ${missing} missing` : ''}`;
  return `${loss.objective}: ${rows} rows x ${features} features, ${rounds} trees of depth ${depth}${kind}`;
}

function timeOurs({ loss, rounds, depth }: Shape, matrix: DMatrix, threads: number): Seconds {
  const start = seconds(threads);
  const booster = train({ ...loss, max_depth: depth }, matrix, { numBoostRound: rounds, threads });
  const trained = seconds(threads);
  predictMargin(booster, matrix);
  return { trainSeconds: trained - start, predictSeconds: seconds(threads) - trained };
}

function seconds(threads: number): number {
  const { user, system } = process.cpuUsage();
  return threads === 1 ? (user + system) / 1e6 : performance.now() / 1e3;
}

function timeXgboost(shape: Shape, python: string, threads: number): Seconds {
  const { loss, rows, features, rounds, depth, isSkewed = false, missing = 0 } = shape;
  const numbers = [rows, features, rounds, depth, Number(isSkewed), threads, missing].map(String);
  return JSON.parse(execFileSync(python, ['-c', XGBOOST, JSON.stringify(loss), ...numbers], { encoding: 'utf8' }));
}

export function makeMatrix({
  loss,
  rows: numRow,
  features: numFeature,
  isSkewed,
  missing = 0,
  levels,
}: Shape): DMatrix {
  let state = 1;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' linear congruential generator
    return (state >>> 8) / 2 ** 24;
  };
  const value = levels === undefined ? uniform : () => Math.floor(uniform() * levels) / levels;
  const columns = Array.from({ length: numFeature }, () => Float32Array.from({ length: numRow }, value));
  const [first, second] = columns;
  const label = Float32Array.from(first, (x, row) => {
    const chance = uniform();
    if (loss === QUANTILE) return x + second[row] * chance;
    const rule = x > 0.5 !== second[row] > 0.3;
    return rule !== chance < 0.1 ? 1 : 0;
  });
  columns.forEach((column, feature) => {
    for (let row = 0; row < numRow; row++) {
      if (isSkewed) column[row] = SKEWS[feature % 3](column[row]);
      if (missing > 0 && uniform() < missing) column[row] = Number.NaN;
    }
  });
  return { columns, featureNames: columns.map((_, i) => `f${i}`), numRow, label };
}
