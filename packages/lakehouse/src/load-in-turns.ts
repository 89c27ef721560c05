/**
 * Tables that arrive step by step, loaded while the next steps are still being made.
 *
 * Two loaders take turns: one is handed the steps being made while the other writes those before. Each has a DuckDB of its own,
 * because one connection does one thing at a time. A write is checked as a whole and should fit the cache, so a commit holds
 * some steps and not all of them.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TableContract } from './contract.ts';
import { type Lake, type LakeOptions, openLake } from './lake.ts';
import { type PlainRow, rowColumns } from './row-columns.ts';
import type { StageColumns } from './stage.ts';

/** A directory of tables, and the DuckDB that each of the two loaders opens for it. */
export interface LoadedLake extends LakeOptions {
  readonly dir: string;
  readonly tables: readonly TableContract[];
}

/**
 * Rows of one table: a few as objects, or many as columns; of these the first `rows`, for they may be buffers that are filled anew
 * when the next step is made.
 */
export type Batch = readonly PlainRow[] | { readonly columns: StageColumns; readonly rows?: number };

/** Batches by the names of their tables. */
export type Batches = Readonly<Record<string, Batch>>;

export interface SteppedLoad {
  readonly lakes: readonly LoadedLake[];
  readonly steps: number;
  readonly stepsPerCommit: number;
  /** With `overwrite` each commit replaces the rows of the one before: tables whose only history is their versions. */
  readonly mode?: 'append' | 'overwrite';
  /** Makes step 0, 1, 2, … one after the other. */
  readonly step: (step: number) => Batches;
  /** What there is to write once all steps are made; a commit of its own. */
  readonly closing?: () => Batches;
  /** The logical clock of the commit that ends with this step. */
  readonly committedAt: (lastStep: number) => Date;
  readonly onStep?: (step: number) => void;
}

/** Rows of each table as it stands in the end. A table that nothing brings is not created. */
export async function loadInTurns(load: SteppedLoad): Promise<Record<string, number>> {
  const loaders: Loader[] = [];
  const rows: Record<string, number> = {};
  let writing: Promise<void> = Promise.resolve();
  try {
    for (const _ of ['one', 'the other']) loaders.push(await openLoader(load.lakes));
    const write = async (loader: Loader, lastStep: number) => {
      await writing;
      writing = writeStaged(loader, load.mode ?? 'append', load.committedAt(lastStep), rows);
      // It is awaited when the next commit is full; until then a failure must not end the process.
      writing.catch(() => undefined);
    };
    let turn = 0;
    for (let first = 0; first < load.steps; first += load.stepsPerCommit) {
      const loader = loaders[turn++ % loaders.length];
      const stop = Math.min(first + load.stepsPerCommit, load.steps);
      for (let step = first; step < stop; step++) {
        await stageBatches(loader, load.step(step));
        load.onStep?.(step);
      }
      await write(loader, stop - 1);
    }
    if (load.closing !== undefined) {
      const loader = loaders[turn % loaders.length];
      await stageBatches(loader, load.closing());
      await write(loader, load.steps - 1);
    }
    await writing;
    return rows;
  } finally {
    // Whatever failed, no statement may still be running when the lakes are closed.
    await writing.catch(() => undefined);
    for (const { lake } of loaders.flat()) lake.close();
  }
}

type Loader = readonly OpenLake[];

interface OpenLake {
  readonly lake: Lake;
  readonly tables: readonly TableContract[];
  /** Names of the tables with rows that are not yet written. */
  readonly staged: Set<string>;
}

async function openLoader(lakes: readonly LoadedLake[]): Promise<Loader> {
  const open = async ({ dir, tables, ...options }: LoadedLake) => {
    return { lake: await openLake(dir, options), tables, staged: new Set<string>() };
  };
  return Promise.all(lakes.map(open));
}

async function stageBatches(loader: Loader, batches: Batches): Promise<void> {
  for (const [name, batch] of Object.entries(batches)) {
    const homes = loader.flatMap(({ tables, ...home }) => tables.map((contract) => ({ ...home, contract })));
    const home = homes.find(({ contract }) => contract.name === name);
    if (home === undefined) throw new TypeError(`a batch of ${name}, which none of the lakes lists among its tables`);
    if ('columns' in batch) await home.lake.stage(name, batch.columns, batch.rows);
    else await home.lake.stage(name, rowColumns(home.contract, batch));
    home.staged.add(name);
    // A turn of the event loop after each table: the other loader's next statement is waiting for one.
    await nextTurn();
  }
}

async function writeStaged(
  loader: Loader,
  mode: 'append' | 'overwrite',
  committedAt: Date,
  rows: Record<string, number>,
): Promise<void> {
  for (const { lake, tables, staged } of loader) {
    for (const contract of tables) {
      const { name } = contract;
      if (!staged.delete(name)) continue;
      await lake.create(contract, { committedAt });
      const written = await lake[mode](contract, { sql: `SELECT * FROM ${lake.staged(name)}` }, { committedAt });
      await lake.unstage(name);
      rows[name] = written.rows + (mode === 'append' ? (rows[name] ?? 0) : 0);
    }
  }
}
