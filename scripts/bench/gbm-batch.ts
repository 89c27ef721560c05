import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Booster, predictMargin, toXgboostJson } from '../../packages/gbm/src/index.ts';
import { FEATURES, makeColumns, rowMajor, trainOn } from './gbm-planted.ts';
import { report, say } from './gbm-report.ts';

const ROWS = 1_000_000;
const TRAINED_ON = 100_000;
const SCRIPT = fileURLToPath(new URL('gbm-batch.py', import.meta.url));

interface Timed {
  readonly seconds: number;
}

/** What is used of onnxruntime-node, which is no dependency. */
interface OnnxRuntime {
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => object;
  readonly InferenceSession: { create: (path: string, options: object) => Promise<Session> };
}

interface Session {
  run: (feeds: Record<string, object>) => Promise<Record<string, { readonly data: Float32Array }>>;
}

/**
 * Times the margins of a million rows by 300 trees of depth 6 over 40 features on one thread, by the clock, with all values
 * present and with 5 % missing. Every run of ours begins without what is kept once a booster. XGBoost's margins must be equal
 * bit for bit; ONNX Runtime, which adds up in another order, may differ by 1e-4.
 */
export async function benchBatch(
  python: string | undefined,
  onnxruntime: string | undefined,
  repeats: number,
): Promise<void> {
  for (const missing of [0, 0.05]) {
    const columns = makeColumns(ROWS, missing);
    const booster = trainOn(columns.map((column) => column.slice(0, TRAINED_ON)));
    const work = `margins of ${ROWS} rows x ${FEATURES} features, ${missing} missing: ${booster.trees.length} trees of depth 6`;
    say(`\n${work}`);
    const folder = mkdtempSync(join(tmpdir(), 'bench-gbm-'));
    writeFileSync(join(folder, 'model.json'), toXgboostJson(booster));
    writeFileSync(join(folder, 'rows'), rowMajor(columns));
    await timeInTurns(work, booster, columns, folder, python, onnxruntime, repeats);
    rmSync(folder, { recursive: true });
  }
}

async function timeInTurns(
  work: string,
  booster: Booster,
  columns: readonly Float32Array[],
  folder: string,
  python: string | undefined,
  onnxruntime: string | undefined,
  repeats: number,
): Promise<void> {
  const onnx = python && onnxruntime ? await loadOnnx(onnxruntime, python, folder) : undefined;
  if (python === undefined) say('  skipped XGBoost and ONNX Runtime: no --python');
  else if (onnx === undefined) say('  skipped ONNX Runtime: no --onnxruntime');
  const margins = predictMargin(booster, columns); // lets the compiler warm up
  const [ours, xgboost, onnxRuns]: Timed[][] = [[], [], []];
  let version = '';
  for (let repeat = 0; repeat < repeats; repeat++) {
    ours.push(timed(() => predictMargin({ ...booster }, columns)));
    if (python !== undefined) {
      const found = JSON.parse(python3(python, 'predict', folder));
      xgboost.push({ seconds: found.seconds });
      version = found.version;
      if (repeat === 0) expectClose(margins, floatsIn(join(folder, 'xgboost')), 0, 'XGBoost');
    }
    if (onnx !== undefined) {
      const start = performance.now();
      const found = await onnx();
      onnxRuns.push({ seconds: (performance.now() - start) / 1000 });
      if (repeat === 0) expectClose(margins, found, 1e-4, 'ONNX Runtime');
    }
  }
  report(work, 'gbm', ours);
  report(work, `xgboost ${version}`, xgboost);
  report(work, 'onnxruntime-node', onnxRuns);
}

function timed(work: () => unknown): Timed {
  const start = performance.now();
  work();
  return { seconds: (performance.now() - start) / 1000 };
}

function python3(python: string, work: string, folder: string): string {
  return execFileSync(python, [SCRIPT, work, folder, String(FEATURES)], { encoding: 'utf8' });
}

function floatsIn(path: string): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(path)).buffer);
}

/** The model and the rows where ONNX Runtime likes them, on one thread, and a first call on few. */
async function loadOnnx(from: string, python: string, folder: string): Promise<() => Promise<Float32Array>> {
  const { Tensor, InferenceSession }: OnnxRuntime = createRequire(join(from, 'package.json'))('onnxruntime-node');
  python3(python, 'convert', folder);
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  const session = await InferenceSession.create(join(folder, 'model.onnx'), options);
  const values = floatsIn(join(folder, 'rows'));
  const run = async (rows: number): Promise<Float32Array> => {
    const feeds = { rows: new Tensor('float32', values.subarray(0, rows * FEATURES), [rows, FEATURES]) };
    return (await session.run(feeds)).margins.data;
  };
  await run(1000);
  return () => run(ROWS);
}

function expectClose(ours: Float32Array, theirs: Float32Array, tolerance: number, engine: string): void {
  const at = ours.findIndex((margin, row) => !(Math.abs(margin - theirs[row]) <= tolerance));
  if (at !== -1) throw new Error(`row ${at}: margin ${ours[at]}, ${engine}'s ${theirs[at]}`);
  say(
    `  ${tolerance === 0 ? `the same margins as ${engine}, bit for bit` : `margins within ${tolerance} of ${engine}'s`}`,
  );
}
