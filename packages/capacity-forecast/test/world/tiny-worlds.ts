import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintRelation, type Lake, openLake } from '@applied-modeling/lakehouse';
import { OPTIONAL_TABLES, REQUIRED_TABLES } from '../../src/tables.ts';
import type { NoiseKind } from '../../src/world/demand.ts';
import { TRUTH_TABLES } from '../../src/world/truth-tables.ts';
import { writeWorld } from '../../src/world/write-world.ts';
import { clock } from './histories.ts';

/** A written world small enough for a test: six series in 108 weeks, four of them with a truth; about a second. */

export interface WrittenWorld {
  readonly lake: Lake;
  readonly sideCar: Lake;
  readonly rows: Readonly<Record<string, number>>;
  readonly close: () => void;
}

export const TINY_SIZE = { regions: 6, families: 1 } as const;
export const TINY_WEEKS = 108;

export async function writeTinyWorld(seed: number, threads: number, noise?: NoiseKind): Promise<WrittenWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'capacity-world-'));
  const options = { seed, size: TINY_SIZE, weeks: TINY_WEEKS, clock, threads };
  const rows = await writeWorld(dir, { ...options, ...(noise && { noise }) });
  const lake = await openLake(join(dir, 'lake'), { threads: 1 });
  const sideCar = await openLake(join(dir, 'truth'), { threads: 1 });
  const close = () => {
    lake.close();
    sideCar.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { lake, sideCar, rows, close };
}

/** Logical content of every table, the truth included. */
export async function fingerprintWorld({ lake, sideCar }: WrittenWorld): Promise<Record<string, string>> {
  const fingerprints: Record<string, string> = {};
  for (const contract of [...REQUIRED_TABLES, ...OPTIONAL_TABLES]) {
    fingerprints[contract.name] = await fingerprintRelation(lake, lake.latest(contract));
  }
  for (const contract of TRUTH_TABLES) {
    fingerprints[contract.name] = await fingerprintRelation(sideCar, sideCar.latest(contract));
  }
  return fingerprints;
}
