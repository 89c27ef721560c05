import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type WeeklyClock, weeklyClock } from '@applied-modeling/synthetic';
import { removeAbandoned } from '../abandoned.ts';
import { writeWorld } from './write-world.ts';

/** Accounts ever, by size. The history is three years whatever the size, because the calendar of the splits needs it. */
export const SIZES = { small: 1_000, medium: 15_000, large: 50_000 } as const;
export type Size = keyof typeof SIZES;

const BUILDING = '.building-';

export const HISTORY_WEEKS = 156;
export const worldClock: WeeklyClock = weeklyClock('2022-01-03');

export interface SimulatedWorld {
  readonly lakeDir: string;
  readonly truthDir: string;
  readonly weeks: number;
  readonly clock: WeeklyClock;
  /** Rows of every table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly isFromCache: boolean;
}

export interface SimulateOptions {
  readonly seed: number;
  readonly size: Size;
  readonly threads: number;
  /** Told about once a simulated quarter. */
  readonly onProgress?: (doneWeeks: number) => void;
}

/**
 * The world of a (seed, size), as Delta tables under `cacheDir`. Worlds are built aside and renamed into place, so that an
 * interrupted build leaves nothing a reader could find, and two builders at once end up with the same one.
 */
export async function simulate(cacheDir: string, options: SimulateOptions): Promise<SimulatedWorld> {
  const dir = join(cacheDir, `${options.size}-${options.seed}-${generatorHash()}`);
  removeAbandoned(cacheDir, BUILDING);
  const cached = describeWorld(dir, true);
  if (cached !== null) return cached;
  const building = join(cacheDir, `${BUILDING}${process.pid}-${basename(dir)}`);
  mkdirSync(building, { recursive: true });
  try {
    const rows = await writeWorld(building, {
      seed: options.seed,
      entities: SIZES[options.size],
      weeks: HISTORY_WEEKS,
      clock: worldClock,
      threads: options.threads,
      ...(options.onProgress && { onProgress: options.onProgress }),
    });
    writeFileSync(join(building, 'world.json'), `${JSON.stringify({ weeks: HISTORY_WEEKS, rows }, null, 2)}\n`);
    publish(building, dir);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return describeWorld(dir, false)!;
}

/** Null where there is no world, or one whose description is damaged. */
function describeWorld(dir: string, isFromCache: boolean): SimulatedWorld | null {
  try {
    const { weeks, rows } = JSON.parse(readFileSync(join(dir, 'world.json'), 'utf8'));
    return { lakeDir: join(dir, 'lake'), truthDir: join(dir, 'truth'), weeks, clock: worldClock, rows, isFromCache };
  } catch {
    return null;
  }
}

/** A rename onto a folder that somebody else finished first fails; theirs has the same content, so it is used. */
function publish(building: string, dir: string): void {
  if (describeWorld(dir, true) === null) rmSync(dir, { recursive: true, force: true });
  try {
    renameSync(building, dir);
  } catch (failure) {
    if (describeWorld(dir, true) === null) throw failure;
  }
}

/** Changes whenever a file that shapes the world does, so that a cached world is never older than its generator. */
export function generatorHash(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const synthetic = dirname(fileURLToPath(import.meta.resolve('@applied-modeling/synthetic')));
  const hash = createHash('sha256');
  for (const folder of [here, synthetic]) {
    for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  }
  hash.update(readFileSync(join(here, '..', 'tables.ts')));
  return hash.digest('hex').slice(0, 8);
}
