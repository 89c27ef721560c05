/**
 * The thread behind `trainMlXgboost`: trains one model, answers with its file, and is then ended with all its memory.
 *
 * It speaks to the package's compiled module and not to its JavaScript class, which puts the whole matrix on a wasm stack of
 * 5 MiB: rows × (columns + 1) beyond 1,310,720 overwrite the memory behind it and end in "memory access out of bounds". On the
 * heap the same engine holds 90,000,000.
 */
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';

export interface MlXgboostJob {
  readonly columns: readonly Float32Array[];
  readonly label: Float32Array;
  /** XGBoost's parameters, as it reads them. */
  readonly params: Readonly<Record<string, string>>;
  readonly rounds: number;
}

export type MlXgboostReply = { readonly model: Uint8Array } | { readonly error: string };

/** What is used of the Emscripten module. Pointers are byte offsets into the heap, whose views change whenever it grows. */
interface XgboostModule {
  readonly isReady: Promise<unknown>;
  readonly HEAPF32: Float32Array;
  readonly HEAPU8: Uint8Array;
  print: (line: string) => void;
  printErr: (line: string) => void;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _create_model(matrix: number, label: number, rows: number, columns: number): number;
  _train_full_model(model: number, rounds: number): void;
  _save_model(model: number): number;
  _get_file_content(pointer: number, bytes: number): void;
  cwrap(
    name: 'set_param',
    result: null,
    args: readonly ['number', 'string', 'string'],
  ): (model: number, name: string, value: string) => void;
}

/** Where the package puts "missing", unasked: a value of -1. */
const MISSING = -1;
/** The float32 next to -1, for values that really are -1. */
const BESIDE_MISSING = -0.99999994;

parentPort?.once('message', async (job: MlXgboostJob) => {
  const lines: string[] = [];
  try {
    const xgboost = await loadModule((line) => lines.push(line));
    parentPort?.postMessage({ model: trainModel(xgboost, job) } satisfies MlXgboostReply);
  } catch (error) {
    parentPort?.postMessage({ error: reasonOf(error, lines) } satisfies MlXgboostReply);
  }
});

/** The module prints to the console by itself, failures to stdout even, where only results may go: `hear` takes the lines instead. */
async function loadModule(hear: (line: string) => void): Promise<XgboostModule> {
  const xgboost = createRequire(import.meta.url)('ml-xgboost/dist/wasm/xgboost.js') as XgboostModule;
  xgboost.print = hear;
  xgboost.printErr = hear;
  await xgboost.isReady;
  return xgboost;
}

/** Its C++ exceptions arrive as a bare number: what was wrong is in the lines printed before. */
function reasonOf(thrown: unknown, lines: readonly string[]): string {
  const check = lines.find((line) => line.includes('Check failed'));
  if (check !== undefined) return check.replace(/^.*Check failed: /, 'check failed: ');
  if (lines.some((line) => line.includes('Cannot enlarge memory'))) return 'its 2 GiB of memory are full';
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function trainModel(xgboost: XgboostModule, { columns, label, params, rounds }: MlXgboostJob): Uint8Array {
  const matrix = xgboost._malloc(label.length * columns.length * 4);
  const labels = xgboost._malloc(label.length * 4);
  columns.forEach((column, j) => {
    writeColumn(xgboost.HEAPF32, matrix / 4 + j, columns.length, column);
  });
  xgboost.HEAPF32.set(label, labels / 4);
  const model = xgboost._create_model(matrix, labels, label.length, columns.length);
  xgboost._free(matrix);
  xgboost._free(labels);

  const setParam = xgboost.cwrap('set_param', null, ['number', 'string', 'string']);
  for (const [name, value] of Object.entries(params)) setParam(model, name, value);
  xgboost._train_full_model(model, rounds);

  const bytes = xgboost._save_model(model);
  const file = xgboost._malloc(bytes);
  xgboost._get_file_content(file, bytes);
  return xgboost.HEAPU8.slice(file, file + bytes);
}

function writeColumn(heap: Float32Array, begin: number, stride: number, column: Float32Array): void {
  for (let row = 0, at = begin; row < column.length; row++, at += stride) {
    const value = column[row];
    heap[at] = Number.isNaN(value) ? MISSING : value === MISSING ? BESIDE_MISSING : value;
  }
}
