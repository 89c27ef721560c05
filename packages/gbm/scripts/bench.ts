/**
 * Times training and prediction on seeded uniform data with a planted interaction, one thread. With a Python that has xgboost,
 * alternates with XGBoost hist on the same shape, so that both see the same machine load:
 *
 *     tsx packages/gbm/scripts/bench.ts [--python PATH] [--repeats 3]
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type DMatrix, predictMargin, train } from '../src/index.ts';

interface Shape {
  readonly rows: number;
  readonly features: number;
  readonly rounds: number;
  readonly depth: number;
}

interface Seconds {
  readonly train: number;
  readonly predict: number;
}

const SHAPES: readonly Shape[] = [
  { rows: 200_000, features: 20, rounds: 100, depth: 6 },
  { rows: 200_000, features: 32, rounds: 200, depth: 5 },
];

const XGBOOST = `
import json, sys, time, numpy, xgboost
n, f, rounds, depth = map(int, sys.argv[1:])
x = numpy.random.default_rng(1).random((n, f), dtype=numpy.float32)
flip = numpy.random.default_rng(2).random(n) < 0.1
y = (((x[:, 0] > 0.5) != (x[:, 1] > 0.3)) != flip).astype(numpy.float32)
data = xgboost.DMatrix(x, y, nthread=1)
start = time.perf_counter()
model = xgboost.train({"objective": "binary:logistic", "max_depth": depth, "tree_method": "hist", "nthread": 1}, data, rounds)
trained = time.perf_counter()
model.predict(xgboost.DMatrix(x, nthread=1), output_margin=True)
print(json.dumps({"train": trained - start, "predict": time.perf_counter() - trained}))
`;

const { values: flags } = parseArgs({
  options: { python: { type: 'string' }, repeats: { type: 'string', default: '3' } },
});

timeOurs({ rows: 20_000, features: 20, rounds: 20, depth: 6 }, makeMatrix(20_000, 20)); // lets the compiler warm up
for (const shape of SHAPES) {
  const matrix = makeMatrix(shape.rows, shape.features);
  console.log(
    `${shape.rows} rows x ${shape.features} features, ${shape.rounds} trees of depth ${shape.depth}; seconds`,
  );
  for (let repeat = 0; repeat < Number(flags.repeats); repeat++) {
    report('gbm', timeOurs(shape, matrix));
    if (flags.python !== undefined) report('xgboost', timeXgboost(shape, flags.python));
  }
}

function timeOurs({ rounds, depth }: Shape, matrix: DMatrix): Seconds {
  const start = performance.now();
  const booster = train({ objective: 'binary:logistic', max_depth: depth }, matrix, { numBoostRound: rounds });
  const trained = performance.now();
  predictMargin(booster, matrix);
  return { train: (trained - start) / 1000, predict: (performance.now() - trained) / 1000 };
}

function timeXgboost({ rows, features, rounds, depth }: Shape, python: string): Seconds {
  const sizes = [rows, features, rounds, depth].map(String);
  return JSON.parse(execFileSync(python, ['-c', XGBOOST, ...sizes], { encoding: 'utf8' }));
}

function report(engine: string, seconds: Seconds): void {
  console.log(`  ${engine.padEnd(8)} train ${seconds.train.toFixed(2)}  predict ${seconds.predict.toFixed(2)}`);
}

function makeMatrix(numRow: number, numFeature: number): DMatrix {
  let state = 1;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' linear congruential generator
    return (state >>> 8) / 2 ** 24;
  };
  const columns = Array.from({ length: numFeature }, () => Float32Array.from({ length: numRow }, uniform));
  const [first, second] = columns;
  const label = Float32Array.from(first, (x, row) => {
    const rule = x > 0.5 !== second[row] > 0.3;
    return rule !== uniform() < 0.1 ? 1 : 0;
  });
  return { columns, featureNames: columns.map((_, i) => `f${i}`), numRow, label };
}
