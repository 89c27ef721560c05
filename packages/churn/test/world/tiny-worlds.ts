import { join } from 'node:path';
import { fingerprintRelation, type Lake, openLake } from '@applied-modeling/lakehouse';
import { weeklyClock } from '@applied-modeling/synthetic';
import { crm, OPTIONAL_TABLES, REQUIRED_TABLES, truth } from '../../src/tables.ts';
import { writeWorld } from '../../src/world/write-world.ts';
import { scratch } from '../scratch.ts';

/** A written world small enough for a test: 250 accounts, 62 weeks, about a second. */

export interface WrittenWorld {
  readonly lake: Lake;
  readonly sideCar: Lake;
  readonly rows: Readonly<Record<string, number>>;
  readonly close: () => void;
}

export const tinyClock = weeklyClock('2022-01-03');
export const TINY_WEEKS = 62;

export async function writeTinyWorld(seed: number, threads: number): Promise<WrittenWorld> {
  const dir = scratch('world');
  const rows = await writeWorld(dir, { seed, entities: 250, weeks: TINY_WEEKS, clock: tinyClock, threads });
  const lake = await openLake(join(dir, 'lake'), { threads: 1 });
  const sideCar = await openLake(join(dir, 'truth'), { threads: 1 });
  const close = () => {
    lake.close();
    sideCar.close();
  };
  return { lake, sideCar, rows, close };
}

/** Logical content of every table, the truth included. */
export async function fingerprintWorld({ lake, sideCar }: WrittenWorld): Promise<Record<string, string>> {
  const fingerprints: Record<string, string> = {};
  for (const contract of [...REQUIRED_TABLES, ...OPTIONAL_TABLES, crm]) {
    fingerprints[contract.name] = await fingerprintRelation(lake, lake.latest(contract));
  }
  fingerprints.truth = await fingerprintRelation(sideCar, sideCar.latest(truth));
  return fingerprints;
}
