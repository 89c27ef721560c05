import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DMatrix, predictMargin, train, trainMlXgboost } from '../../packages/gbm/src/index.ts';
import { rowMajor } from './gbm-planted.ts';
import { report, say } from './gbm-report.ts';
import { LOGISTIC, makeMatrix, type Shape } from './gbm-training.ts';

const LARGE: Shape = { loss: LOGISTIC, rows: 1_000_000, features: 30, rounds: 100, depth: 6, isSkewed: true };
const SMALL: Shape = { loss: LOGISTIC, rows: 20_000, features: 20, rounds: 100, depth: 6 };
const STEPPED: Shape = { ...SMALL, levels: 200 };
const HELD_OUT = 200_000;
const PEERS = ['xgboost', 'lightgbm', 'sklearn'];
const SCRIPT = fileURLToPath(new URL('gbm-peers.py', import.meta.url));

interface Trained {
  readonly trainSeconds: number;
  /** On the rows held out. */
  readonly logLoss: number;
}

type LabelledMatrix = DMatrix & { readonly label: Float32Array };

/** Rows to train on, and others to judge by. */
interface Parted {
  readonly all: LabelledMatrix;
  readonly known: LabelledMatrix;
  readonly heldOut: LabelledMatrix;
}

/**
 * Trains classes by as many trees of the same depth, eta and penalty as each peer does, on one thread: a million rows in processor time
 * beside XGBoost, LightGBM and scikit-learn, and 20,000 by the clock beside ml-xgboost, which trains in a thread of its own.
 * Throws where our log loss on held-out rows is more than 0.5 % above a peer's: who learns less is no peer. But ml-xgboost tries
 * every threshold, and finds the sharp edges of the planted rule where 256 bins come near them; so it is held to that
 * where features have 200 values.
 */
export async function benchPeers(python: string | undefined, repeats: number): Promise<void> {
  trainOurs(SMALL, part(SMALL), cpuSeconds); // lets the compiler warm up
  if (python === undefined) say('skipped XGBoost, LightGBM and scikit-learn: no --python');
  else benchLarge(python, repeats);
  await benchSmall(SMALL, repeats);
  expectNoLess(await benchSmall(STEPPED, repeats));
}

function benchLarge(python: string, repeats: number): void {
  const { rows, features, rounds, depth } = LARGE;
  const work = `classes: ${rows} rows x ${features} features, skewed, ${rounds} trees of depth ${depth}; processor time`;
  say(`\n${work}`);
  const parted = part(LARGE);
  const folder = mkdtempSync(join(tmpdir(), 'bench-gbm-'));
  writeFileSync(join(folder, 'rows'), rowMajor(parted.all.columns));
  writeFileSync(join(folder, 'label'), parted.all.label);
  const numbers = [rows, features, rounds, depth].map(String);
  const runs = new Map<string, Trained[]>();
  for (let repeat = 0; repeat < repeats; repeat++) {
    add(runs, 'gbm', trainOurs(LARGE, parted, cpuSeconds));
    for (const peer of PEERS) {
      const output = execFileSync(python, [SCRIPT, peer, folder, ...numbers], { encoding: 'utf8' });
      const { version, ...trained } = JSON.parse(output);
      add(runs, `${peer} ${version}`, trained);
    }
  }
  rmSync(folder, { recursive: true });
  reportAll(work, runs);
  expectNoLess(runs);
}

async function benchSmall(shape: Shape, repeats: number): Promise<ReadonlyMap<string, readonly Trained[]>> {
  const { rows, features, rounds, depth, levels } = shape;
  const kind = levels === undefined ? '' : ` of ${levels} values`;
  const work = `classes: ${rows} rows x ${features} features${kind}, ${rounds} trees of depth ${depth}; by the clock`;
  const parted = part(shape);
  say(`\n${work}`);
  const runs = new Map<string, Trained[]>();
  for (let repeat = 0; repeat < repeats; repeat++) {
    add(runs, 'gbm', trainOurs(shape, parted, clockSeconds));
    const start = clockSeconds();
    const settings = { rounds, maxDepth: depth, eta: 0.3, minChildWeight: 1 };
    const model = await trainMlXgboost(parted.known.columns, parted.known.label, settings);
    const trainSeconds = clockSeconds() - start;
    const logLoss = logLossOf(model.predictMargin(parted.heldOut.columns), parted.heldOut.label);
    add(runs, 'ml-xgboost 1.1.2', { trainSeconds, logLoss });
  }
  reportAll(work, runs);
  return runs;
}

function trainOurs({ loss, rounds, depth }: Shape, { known, heldOut }: Parted, seconds: () => number): Trained {
  const start = seconds();
  const booster = train({ ...loss, max_depth: depth }, known, { numBoostRound: rounds });
  return { trainSeconds: seconds() - start, logLoss: logLossOf(predictMargin(booster, heldOut), heldOut.label) };
}

function reportAll(work: string, runs: ReadonlyMap<string, readonly Trained[]>): void {
  for (const [engine, trained] of runs) report(work, engine, trained);
}

function expectNoLess(runs: ReadonlyMap<string, readonly Trained[]>): void {
  const [[, [ours]], ...peers] = runs;
  for (const [engine, [peer]] of peers) {
    if (ours.logLoss <= 1.005 * peer.logLoss) continue;
    throw new Error(`log loss: found ${ours.logLoss}, expected at most 0.5 % above ${engine}'s ${peer.logLoss}`);
  }
}

function add(runs: Map<string, Trained[]>, engine: string, trained: Trained): void {
  runs.set(engine, [...(runs.get(engine) ?? []), trained]);
}

function part(shape: Shape): Parted {
  const all = makeMatrix({ ...shape, rows: shape.rows + HELD_OUT }) as LabelledMatrix;
  const rowsOf = (begin: number, end?: number): LabelledMatrix => {
    const label = all.label.slice(begin, end);
    return { ...all, columns: all.columns.map((column) => column.slice(begin, end)), label, numRow: label.length };
  };
  return { all, known: rowsOf(0, shape.rows), heldOut: rowsOf(shape.rows) };
}

function logLossOf(margins: Float32Array, label: Float32Array): number {
  const sum = margins.reduce(
    (total, margin, row) => total + Math.log1p(Math.exp(label[row] === 1 ? -margin : margin)),
    0,
  );
  return sum / margins.length;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function clockSeconds(): number {
  return performance.now() / 1000;
}
