import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type WeeklyClock, weeklyClock } from '@applied-modeling/synthetic';
import type { NoiseKind } from './demand.ts';
import type { WorldSize } from './population.ts';
import { writeWorld } from './write-world.ts';

/** Regions and node families, by size: 24, 120 and 288 series. The history is three years whatever the size. */
export const SIZES = {
  small: { regions: 6, families: 4 },
  medium: { regions: 15, families: 8 },
  large: { regions: 36, families: 8 },
} as const satisfies Record<string, WorldSize>;
export type Size = keyof typeof SIZES;

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
  /** Default: negative binomial. */
  readonly noise?: NoiseKind;
  /** Told about once a simulated quarter. */
  readonly onProgress?: (doneWeeks: number) => void;
}

/**
 * The world of a (seed, size), as Delta tables under `cacheDir`. Worlds are built aside and renamed into place, so that an
 * interrupted build leaves nothing a reader could find, and two builders at once end up with the same one.
 */
export async function simulate(cacheDir: string, options: SimulateOptions): Promise<SimulatedWorld> {
  const dir = join(cacheDir, worldName(options));
  if (existsSync(join(dir, 'world.json'))) return describeWorld(dir, true);
  removeAbandoned(cacheDir);
  const building = join(cacheDir, `.building-${process.pid}-${basename(dir)}`);
  mkdirSync(building, { recursive: true });
  try {
    const rows = await writeWorld(building, {
      seed: options.seed,
      size: SIZES[options.size],
      weeks: HISTORY_WEEKS,
      clock: worldClock,
      threads: options.threads,
      ...(options.noise && { noise: options.noise }),
      ...(options.onProgress && { onProgress: options.onProgress }),
    });
    writeFileSync(join(building, 'world.json'), `${JSON.stringify({ weeks: HISTORY_WEEKS, rows }, null, 2)}\n`);
    publish(building, dir);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return describeWorld(dir, false);
}

function worldName({ seed, size, noise }: SimulateOptions): string {
  return `${size}-${seed}${noise === 'heavy' ? '-heavy' : ''}-${generatorHash()}`;
}

function describeWorld(dir: string, isFromCache: boolean): SimulatedWorld {
  const { weeks, rows } = JSON.parse(readFileSync(join(dir, 'world.json'), 'utf8'));
  return { lakeDir: join(dir, 'lake'), truthDir: join(dir, 'truth'), weeks, clock: worldClock, rows, isFromCache };
}

/** A rename onto a folder that somebody else finished first fails; theirs has the same content, so it is used. */
function publish(building: string, dir: string): void {
  try {
    renameSync(building, dir);
  } catch (failure) {
    if (!existsSync(join(dir, 'world.json'))) throw failure;
  }
}

/** Builds whose process is gone, e.g. after kill -9. */
function removeAbandoned(cacheDir: string): void {
  if (!existsSync(cacheDir)) return;
  for (const name of readdirSync(cacheDir)) {
    const pid = Number(/^\.building-(\d+)-/.exec(name)?.[1]);
    if (pid && !isRunning(pid)) rmSync(join(cacheDir, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'EPERM';
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
