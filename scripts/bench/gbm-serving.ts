import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Booster, explainRows, predictMargin, toXgboostJson, train } from '../../packages/gbm/src/index.ts';

const ROWS = 10_000;
const FEATURES = 40;
const ONE_BY_ONE = 2_000;

interface Served {
  readonly contributionsSeconds: number;
  readonly oneRowMicroseconds: number;
}

/** XGBoost loads the same model and the same rows, and writes down what it finds. */
const XGBOOST = `
import json, statistics, sys, time, numpy, xgboost
folder, features, singles = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
x = numpy.fromfile(folder + "/rows", "float32").reshape(-1, features)
model = xgboost.Booster({"nthread": 1}, model_file=folder + "/model.json")
model.feature_names = None
data = xgboost.DMatrix(x, nthread=1)
start = time.perf_counter()
contributions = model.predict(data, pred_contribs=True)
seconds = time.perf_counter() - start
def one(at):
    row = x[at:at + 1]
    start = time.perf_counter()
    margin = model.inplace_predict(row, predict_type="margin", validate_features=False)
    return time.perf_counter() - start, margin[0]
singly = [one(at) for at in range(singles)]
contributions.astype("float32").tofile(folder + "/contributions")
numpy.array([margin for _, margin in singly], "float32").tofile(folder + "/margins")
print(json.dumps({"contributionsSeconds": seconds, "oneRowMicroseconds": 1e6 * statistics.median(s for s, _ in singly[singles // 4:]),
                  "version": xgboost.__version__}))
`;

/**
 * Times the contributions of 10,000 rows, and single rows one after the other, by 300 trees of depth 6 over 40 features of which
 * 5 % are missing. Every run begins without what is kept once a booster. With XGBoost beside it, it checks first that margins
 * are equal bit for bit, and contributions to 1e-5.
 */
export function benchServing(python: string | undefined, repeats: number): void {
  const columns = makeColumns();
  const booster = trainOn(columns);
  const folder = mkdtempSync(join(tmpdir(), 'bench-gbm-'));
  const rows = Float32Array.from(
    { length: ROWS * FEATURES },
    (_, i) => columns[i % FEATURES][Math.floor(i / FEATURES)],
  );
  writeFileSync(join(folder, 'model.json'), toXgboostJson(booster));
  writeFileSync(join(folder, 'rows'), rows);
  console.log(`\n${booster.trees.length} trees of depth 6 x ${FEATURES} features`);
  serve(booster, columns);
  const ours: Served[] = [];
  const theirs: (Served & { readonly version: string })[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    ours.push(serve({ ...booster }, columns));
    if (python === undefined) continue;
    const args = ['-c', XGBOOST, folder, String(FEATURES), String(ONE_BY_ONE)];
    theirs.push(JSON.parse(execFileSync(python, args, { encoding: 'utf8' })));
    if (repeat === 0) compare(booster, columns, folder);
  }
  rmSync(folder, { recursive: true });
  report('gbm', ours);
  if (theirs.length > 0) report(`xgboost ${theirs[0].version}`, theirs);
}

function serve(booster: Booster, columns: readonly Float32Array[]): Served {
  const start = performance.now();
  explainRows(booster, { names: booster.featureNames, columns }, allRows());
  const contributionsSeconds = (performance.now() - start) / 1000;
  const times = Float64Array.from({ length: ONE_BY_ONE }, (_, row) => {
    const one = columns.map((column) => column.slice(row, row + 1));
    const begin = performance.now();
    predictMargin(booster, one);
    return performance.now() - begin;
  });
  return { contributionsSeconds, oneRowMicroseconds: 1000 * median(times.subarray(ONE_BY_ONE / 4)) };
}

function compare(booster: Booster, columns: readonly Float32Array[], folder: string): void {
  const read = (name: string) => new Float32Array(new Uint8Array(readFileSync(join(folder, name))).buffer);
  const [margins, contributions] = [read('margins'), read('contributions')];
  const found = predictMargin(booster, columns);
  const different = margins.findIndex((margin, row) => margin !== found[row]);
  if (different !== -1)
    throw new Error(`row ${different}: margin ${found[different]}, XGBoost's ${margins[different]}`);
  const { effects } = explainRows(booster, { names: booster.featureNames, columns }, allRows());
  let farthest = 0;
  effects.forEach((row, at) => {
    row.forEach((value, feature) => {
      farthest = Math.max(farthest, Math.abs(value - contributions[at * (FEATURES + 1) + feature]));
    });
  });
  if (!(farthest < 1e-5)) throw new Error(`contributions: differ from XGBoost's by up to ${farthest}, expected < 1e-5`);
  console.log(`  the same margins, and contributions at most ${farthest.toExponential(1)} apart`);
}

function report(engine: string, runs: readonly Served[]): void {
  const inWords = (values: readonly number[], digits: number) =>
    `${median(Float64Array.from(values)).toFixed(digits)} (${values.map((value) => value.toFixed(digits)).join(' ')})`;
  const explained = inWords(
    runs.map((run) => run.contributionsSeconds),
    2,
  );
  const single = inWords(
    runs.map((run) => run.oneRowMicroseconds),
    0,
  );
  console.log(`  ${engine.padEnd(14)} contributions of 10,000 rows ${explained} s  one row ${single} microseconds`);
}

function median(values: Float64Array): number {
  return values.toSorted()[Math.floor((values.length - 1) / 2)];
}

function allRows(): Uint32Array {
  return Uint32Array.from({ length: ROWS }, (_, row) => row);
}

/** Every feature matters a little and the first two together, so that trees grow full and ask for a feature twice. */
function trainOn(columns: readonly Float32Array[]): Booster {
  const label = Float32Array.from({ length: ROWS }, (_, row) => {
    const value = (feature: number) => columns[feature][row] || 0.5;
    const sum = columns.reduce((total, _, feature) => total + value(feature) - 0.5, 0);
    return sum + Number(value(0) > 0.5 !== value(1) > 0.3) > 0.5 ? 1 : 0;
  });
  const dtrain = { columns, featureNames: columns.map((_, i) => `f${i}`), numRow: ROWS, label };
  return train({ objective: 'binary:logistic', max_depth: 6, eta: 0.1 }, dtrain, { numBoostRound: 300 });
}

function makeColumns(): Float32Array[] {
  let state = 3;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' linear congruential generator
    return (state >>> 8) / 2 ** 24;
  };
  return Array.from({ length: FEATURES }, () =>
    Float32Array.from({ length: ROWS }, () => (uniform() < 0.05 ? NaN : uniform())),
  );
}
