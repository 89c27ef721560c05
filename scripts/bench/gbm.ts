/**
 * Times training and prediction on seeded data: classes by a planted interaction of uniform or skewed features, some of them
 * missing, or amounts whose spread grows with a feature; then explaining rows, and scoring single ones. With a Python that has
 * xgboost, alternates with XGBoost on the same shape and threads, so that both see the same machine load. On one thread the
 * seconds are the processor's, which others on the machine disturb less; on several those of a clock:
 *
 *     npx -y pnpm@12 bench:gbm [--python PATH] [--repeats 3] [--threads 1] [--only train|serve]
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type DMatrix, predictMargin, type TrainParams, train } from '../../packages/gbm/src/index.ts';
import { benchServing } from './gbm-serving.ts';

interface Shape {
  readonly loss: Partial<TrainParams>;
  readonly rows: number;
  readonly features: number;
  readonly rounds: number;
  readonly depth: number;
  /** Of every three features one has a long tail, one is mostly 0, and one counts; otherwise all are uniform. */
  readonly isSkewed?: boolean;
  /** The share of values that are. */
  readonly missing?: number;
}

interface Seconds {
  readonly train: number;
  readonly predict: number;
}

const LOGISTIC = { objective: 'binary:logistic' } as const;
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
model.predict(xgboost.DMatrix(x, nthread=threads), output_margin=True)
print(json.dumps({"train": trained - start, "predict": clock() - trained}))
`;

const { values: flags } = parseArgs({
  options: {
    python: { type: 'string' },
    repeats: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const threads = Number(flags.threads);

if (flags.only !== 'serve') benchTraining(Number(flags.repeats));
if (flags.only !== 'train') benchServing(flags.python, Number(flags.repeats));

function benchTraining(repeats: number): void {
  for (const loss of [LOGISTIC, QUANTILE]) {
    const small: Shape = { loss, rows: 20_000, features: 20, rounds: 20, depth: 6 };
    timeOurs(small, makeMatrix(small)); // lets the compiler warm up
  }
  for (const shape of SHAPES) {
    const matrix = makeMatrix(shape);
    console.log(
      `${shape.loss.objective}: ${shape.rows} rows x ${shape.features} features, ${shape.rounds} trees of depth ${shape.depth}${shape.isSkewed ? ', skewed' : ''}${shape.missing ? `, ${shape.missing} missing` : ''}; seconds`,
    );
    const ours: Seconds[] = [];
    const theirs: Seconds[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      ours.push(timeOurs(shape, matrix));
      if (flags.python !== undefined) theirs.push(timeXgboost(shape, flags.python));
    }
    report('gbm', ours);
    if (theirs.length > 0) report('xgboost', theirs);
  }
}

function timeOurs({ loss, rounds, depth }: Shape, matrix: DMatrix): Seconds {
  const start = seconds();
  const booster = train({ ...loss, max_depth: depth }, matrix, { numBoostRound: rounds, threads });
  const trained = seconds();
  predictMargin(booster, matrix);
  return { train: trained - start, predict: seconds() - trained };
}

function seconds(): number {
  const { user, system } = process.cpuUsage();
  return threads === 1 ? (user + system) / 1e6 : performance.now() / 1e3;
}

function timeXgboost(shape: Shape, python: string): Seconds {
  const { loss, rows, features, rounds, depth, isSkewed = false, missing = 0 } = shape;
  const numbers = [rows, features, rounds, depth, Number(isSkewed), threads, missing].map(String);
  return JSON.parse(execFileSync(python, ['-c', XGBOOST, JSON.stringify(loss), ...numbers], { encoding: 'utf8' }));
}

/** Every run, so that a reader sees the noise, and the median. */
function report(engine: string, runs: readonly Seconds[]): void {
  const inWords = (part: keyof Seconds) => {
    const sorted = runs.map((run) => run[part]).toSorted((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)];
    return `${part} ${median.toFixed(2)} (${runs.map((run) => run[part].toFixed(2)).join(' ')})`;
  };
  console.log(`  ${engine.padEnd(8)} ${inWords('train')}  ${inWords('predict')}`);
}

function makeMatrix({ loss, rows: numRow, features: numFeature, isSkewed, missing = 0 }: Shape): DMatrix {
  let state = 1;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' linear congruential generator
    return (state >>> 8) / 2 ** 24;
  };
  const columns = Array.from({ length: numFeature }, () => Float32Array.from({ length: numRow }, uniform));
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
