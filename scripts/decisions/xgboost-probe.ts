/**
 * One measurement of ml-xgboost in a process of its own, because its failures may end the process:
 *
 *     xgboost-probe.ts PACKAGE_FOLDER class|heap|nan|minus-one ROWS COLUMNS ROUNDS
 *
 * What it found goes to stderr, so that stdout holds only what the package itself prints.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { labelOf, value } from './planted-rows.ts';

interface XgboostClass {
  new (
    options: Readonly<Record<string, unknown>>,
  ): {
    train(rows: readonly (readonly number[])[], label: readonly number[]): void;
    predict(rows: readonly (readonly number[])[]): number[];
  };
}

interface XgboostModule {
  readonly isReady: Promise<XgboostModule>;
  readonly HEAPU8: Uint8Array;
  readonly HEAPF32: Float32Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _create_model(matrix: number, label: number, rows: number, columns: number): number;
  _train_full_model(model: number, rounds: number): void;
  cwrap(name: string, result: null, args: readonly string[]): (model: number, name: string, value: string) => void;
}

const PARAMS = {
  booster: 'gbtree',
  objective: 'binary:logistic',
  eta: 0.1,
  min_child_weight: 1,
  subsample: 1,
  silent: 1,
};

const require = createRequire(import.meta.url);
const [packageFolder, probe, ...sizes] = process.argv.slice(2);
const [numRow, numColumn, rounds] = sizes.map(Number);

const PROBES: Readonly<Record<string, () => Promise<string>>> = {
  class: trainThroughClass,
  heap: trainOnHeap,
  nan: trainOnNaN,
  'minus-one': trainOnMinusOne,
};
console.error(`found: ${await PROBES[probe]()}`);

/** The documented way, which lays the whole matrix on the wasm stack. */
async function trainThroughClass(): Promise<string> {
  const Xgboost = (await require(packageFolder)) as XgboostClass;
  const rows = Array.from({ length: numRow }, (_, row) => Array.from({ length: numColumn }, (_, j) => value(row, j)));
  const label = rows.map((_, row) => labelOf(row));
  const model = new Xgboost({ ...PARAMS, max_depth: 5, iterations: rounds });
  const begin = process.cpuUsage();
  model.train(rows, label);
  const seconds = secondsSince(begin);
  const right = model.predict(rows.slice(0, 1000)).filter((p, row) => p > 0.5 === label[row] > 0.5).length;
  return `trained in ${seconds} s, ${right / 10} % right`;
}

/** Past the class: the matrix goes where malloc puts it. */
async function trainOnHeap(): Promise<string> {
  const xgboost = await (require(join(packageFolder, 'dist/wasm/xgboost.js')) as XgboostModule).isReady;
  const begin = process.cpuUsage();
  const [matrix, label] = [xgboost._malloc(numRow * numColumn * 4), xgboost._malloc(numRow * 4)];
  for (let row = 0, at = matrix / 4; row < numRow; row++) {
    for (let j = 0; j < numColumn; j++) xgboost.HEAPF32[at++] = value(row, j);
    xgboost.HEAPF32[label / 4 + row] = labelOf(row);
  }
  const model = xgboost._create_model(matrix, label, numRow, numColumn);
  xgboost._free(matrix);
  xgboost._free(label);
  const setParam = xgboost.cwrap('set_param', null, ['number', 'string', 'string']);
  const params = { ...PARAMS, tree_method: 'exact', max_depth: 5 };
  for (const [name, setting] of Object.entries(params)) setParam(model, name, String(setting));
  xgboost._train_full_model(model, rounds);
  return `trained in ${secondsSince(begin)} s, wasm memory ${Math.round(xgboost.HEAPU8.length / 2 ** 20)} MB`;
}

async function trainOnNaN(): Promise<string> {
  const Xgboost = (await require(packageFolder)) as XgboostClass;
  const rows = Array.from({ length: numRow }, (_, row) => [row, row % 7 === 0 ? Number.NaN : row]);
  const model = new Xgboost({ ...PARAMS, max_depth: 2, iterations: rounds });
  try {
    model.train(
      rows,
      rows.map((_, row) => labelOf(row)),
    );
    return 'trained';
  } catch (thrown) {
    return `threw a ${typeof thrown}: ${String(thrown).split('.')[0]}`;
  }
}

/** One split cannot part -1 from -2, 0 and 1 unless -1 stands for "missing", which goes its own way. */
async function trainOnMinusOne(): Promise<string> {
  const Xgboost = (await require(packageFolder)) as XgboostClass;
  const rows = Array.from({ length: numRow }, (_, row) => [[-2, -1, 0, 1][row % 4]]);
  const label = rows.map(([x]) => (x === -1 ? 1 : 0));
  const model = new Xgboost({ ...PARAMS, max_depth: 1, eta: 1, iterations: 1 });
  model.train(rows, label);
  const right = model.predict(rows).filter((p, row) => p > 0.5 === label[row] > 0.5).length;
  return `one split gets ${right} of ${numRow} rows right`;
}

/** Processor time, which other work on the machine hardly changes. */
function secondsSince(begin: NodeJS.CpuUsage): string {
  return (process.cpuUsage(begin).user / 1e6).toFixed(1);
}
