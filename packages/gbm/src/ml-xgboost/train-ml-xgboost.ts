/**
 * A second engine to compare with: the npm package ml-xgboost 1.1.2, XGBoost as of 2018 compiled to WebAssembly.
 *
 * What it does without: row weights, early stopping, importances and histograms (it tries every threshold). Callers say so
 * beside its numbers. Missing values it can hold, under the name of -1: NaN goes in as -1, and a true -1 as the number next to it.
 *
 * It trains in a thread of its own, for three reasons: its failures are no exceptions of JavaScript, its memory is never given
 * back, and it takes seconds in which Ctrl-C must work. The thread answers with a model file, which is read here into a
 * booster of gbm: predictions need none of it. Only that thread loads the package, so who never asks for it pays nothing.
 */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Booster } from '../booster.ts';
import { predictMargin } from '../predict.ts';
import { readXgboostBinary } from './read-binary.ts';
import type { MlXgboostJob, MlXgboostReply } from './worker.ts';

export interface MlXgboostSettings {
  /** Trees; there is no early stopping. About 0.12 µs a round, row and column: 25 s for 100 rounds on 40,000 × 50. */
  readonly rounds: number;
  readonly maxDepth: number;
  readonly eta: number;
  readonly minChildWeight: number;
  readonly l2?: number;
  /** The share of rows each tree sees. */
  readonly subsample?: number;
  /** The share of columns each tree may split on. */
  readonly columnShare?: number;
  readonly seed?: number;
}

export interface MlXgboostModel {
  /** Log-odds of label 1, one a row; NaN in a column means missing. */
  predictMargin(columns: readonly Float32Array[]): Float32Array;
  /** The same trees for gbm: contributions, importances, XGBoost JSON. Its features are named f0, f1, … */
  readonly booster: Booster;
}

/** The most values (rows × columns) it was seen to hold. From about 110 million on, its 2 GiB of memory are full and it aborts. */
export const ML_XGBOOST_LIMIT = 90_000_000;

/** Why a training set of this size cannot be trained on, or undefined when it fits. */
export function mlXgboostRefusal(rows: number, columns: number): string | undefined {
  const values = rows * columns;
  if (values <= ML_XGBOOST_LIMIT) return undefined;
  const [found, most] = [values, ML_XGBOOST_LIMIT].map((count) => count.toLocaleString('en-US'));
  return `ml-xgboost: found ${found} values (${rows} rows × ${columns} columns), expected at most ${most}, which is what its memory holds; train on fewer rows, or with gbm`;
}

/**
 * Trains on rows whose `label` is 0 or 1. Throws a RangeError beyond the limit, and an Error with the engine's own words when
 * it fails.
 */
export async function trainMlXgboost(
  columns: readonly Float32Array[],
  label: ArrayLike<number>,
  settings: MlXgboostSettings,
): Promise<MlXgboostModel> {
  const refusal = mlXgboostRefusal(label.length, columns.length);
  if (refusal !== undefined) throw new RangeError(refusal);
  const odd = columns.findIndex((column) => column.length !== label.length);
  if (odd !== -1) {
    throw new Error(
      `ml-xgboost: found ${columns[odd].length} values in column ${odd}, expected ${label.length}; pass one a label`,
    );
  }
  const { rounds } = settings;
  const file = await trainInThread({ columns, label: Float32Array.from(label), params: paramsOf(settings), rounds });
  const booster = readXgboostBinary(
    file,
    columns.map((_, j) => `f${j}`),
  );
  return { booster, predictMargin: (features) => predictMargin(booster, features) };
}

function paramsOf({
  maxDepth,
  eta,
  minChildWeight,
  l2 = 1,
  subsample = 1,
  columnShare = 1,
  seed = 0,
}: MlXgboostSettings) {
  return {
    booster: 'gbtree',
    objective: 'binary:logistic',
    tree_method: 'exact',
    max_depth: `${maxDepth}`,
    eta: `${eta}`,
    min_child_weight: `${minChildWeight}`,
    lambda: `${l2}`,
    subsample: `${subsample}`,
    colsample_bytree: `${columnShare}`,
    seed: `${seed}`,
    silent: '1',
  };
}

async function trainInThread(job: MlXgboostJob): Promise<Uint8Array> {
  const worker = startWorker();
  try {
    const reply = await new Promise<MlXgboostReply>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`ml-xgboost: its thread ended with code ${code}`)));
      worker.postMessage(job);
    });
    if ('error' in reply) throw new Error(`ml-xgboost failed: ${reply.error}`);
    return reply.model;
  } finally {
    await worker.terminate();
  }
}

/** Node 20 runs no TypeScript by itself and a thread does not inherit the loader: its first line registers it. */
function startWorker(): Worker {
  const { resolve } = createRequire(import.meta.url);
  const load = (module: string) => `require(${JSON.stringify(resolve(module))})`;
  return new Worker(`${load('tsx/cjs/api')}.register(); ${load('./worker.ts')}`, { eval: true, execArgv: [] });
}
