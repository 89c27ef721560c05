import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Booster, explainRows, predictMargin, toXgboostJson } from '../../packages/gbm/src/index.ts';
import { FEATURES, makeColumns, rowMajor, trainOn } from './gbm-planted.ts';
import { median, report, say } from './gbm-report.ts';

const ROWS = 10_000;
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
  const columns = makeColumns(ROWS, 0.05);
  const booster = trainOn(columns);
  const folder = mkdtempSync(join(tmpdir(), 'bench-gbm-'));
  writeFileSync(join(folder, 'model.json'), toXgboostJson(booster));
  writeFileSync(join(folder, 'rows'), rowMajor(columns));
  const work = `contributions of ${ROWS} rows, and rows one by one: ${booster.trees.length} trees of depth 6 x ${FEATURES} features`;
  say(`\n${work}`);
  serve(booster, columns);
  const ours: Served[] = [];
  const theirs: Served[] = [];
  let version = '';
  for (let repeat = 0; repeat < repeats; repeat++) {
    ours.push(serve({ ...booster }, columns));
    if (python === undefined) continue;
    const args = ['-c', XGBOOST, folder, String(FEATURES), String(ONE_BY_ONE)];
    const { version: found, ...served } = JSON.parse(execFileSync(python, args, { encoding: 'utf8' }));
    theirs.push(served);
    version = found;
    if (repeat === 0) compare(booster, columns, folder);
  }
  rmSync(folder, { recursive: true });
  report(work, 'gbm', ours);
  report(work, `xgboost ${version}`, theirs);
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
  return { contributionsSeconds, oneRowMicroseconds: 1000 * median([...times.subarray(ONE_BY_ONE / 4)]) };
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
  say(`  the same margins, and contributions at most ${farthest.toExponential(1)} apart`);
}

function allRows(): Uint32Array {
  return Uint32Array.from({ length: ROWS }, (_, row) => row);
}
