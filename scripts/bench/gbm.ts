/**
 * Times training and prediction on seeded uniform data, one thread: classes by a planted interaction, or amounts whose spread
 * grows with a feature; then explaining rows, and scoring single ones. With a Python that has xgboost, alternates with XGBoost
 * on the same shape, so that both see the same machine load:
 *
 *     npx -y pnpm@12 bench:gbm [--python PATH] [--repeats 3] [--only train|serve]
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
  { loss: QUANTILE, rows: 300_000, features: 12, rounds: 200, depth: 6 },
];

const XGBOOST = `
import json, sys, time, numpy, xgboost
loss = json.loads(sys.argv[1])
n, f, rounds, depth = map(int, sys.argv[2:])
x = numpy.random.default_rng(1).random((n, f), dtype=numpy.float32)
chance = numpy.random.default_rng(2).random(n)
is_quantile = "quantile_alpha" in loss
y = x[:, 0] + x[:, 1] * chance if is_quantile else ((x[:, 0] > 0.5) != (x[:, 1] > 0.3)) != (chance < 0.1)
y = y.astype(numpy.float32)
data = xgboost.DMatrix(x, y, nthread=1)
start = time.perf_counter()
model = xgboost.train({**loss, "max_depth": depth, "tree_method": "hist", "nthread": 1}, data, rounds)
trained = time.perf_counter()
model.predict(xgboost.DMatrix(x, nthread=1), output_margin=True)
print(json.dumps({"train": trained - start, "predict": time.perf_counter() - trained}))
`;

const { values: flags } = parseArgs({
  options: { python: { type: 'string' }, repeats: { type: 'string', default: '3' }, only: { type: 'string' } },
});

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
      `${shape.loss.objective}: ${shape.rows} rows x ${shape.features} features, ${shape.rounds} trees of depth ${shape.depth}; seconds`,
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
  const start = performance.now();
  const booster = train({ ...loss, max_depth: depth }, matrix, { numBoostRound: rounds });
  const trained = performance.now();
  predictMargin(booster, matrix);
  return { train: (trained - start) / 1000, predict: (performance.now() - trained) / 1000 };
}

function timeXgboost({ loss, rows, features, rounds, depth }: Shape, python: string): Seconds {
  const sizes = [rows, features, rounds, depth].map(String);
  return JSON.parse(execFileSync(python, ['-c', XGBOOST, JSON.stringify(loss), ...sizes], { encoding: 'utf8' }));
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

function makeMatrix({ loss, rows: numRow, features: numFeature }: Shape): DMatrix {
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
  return { columns, featureNames: columns.map((_, i) => `f${i}`), numRow, label };
}
