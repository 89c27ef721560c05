import { join } from 'node:path';
import { cachedWorld, hashSources, type WeeklyClock, weeklyClock } from '@applied-modeling/synthetic';
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
 * The world of a (seed, size), as Delta tables under `cacheDir`: `lake` for what can be observed, `truth` for what cannot.
 */
export async function simulate(cacheDir: string, { seed, size, ...options }: SimulateOptions): Promise<SimulatedWorld> {
  const name = `${size}-${seed}${options.noise === 'heavy' ? '-heavy' : ''}-${generatorHash()}`;
  const { dir, description, isFromCache } = await cachedWorld(cacheDir, name, async (building) => ({
    weeks: HISTORY_WEEKS,
    rows: await writeWorld(building, { seed, size: SIZES[size], weeks: HISTORY_WEEKS, clock: worldClock, ...options }),
  }));
  return { lakeDir: join(dir, 'lake'), truthDir: join(dir, 'truth'), clock: worldClock, ...description, isFromCache };
}

/** Of everything that shapes the world. */
export function generatorHash(): string {
  return hashSources(
    new URL('.', import.meta.url),
    new URL('../tables.ts', import.meta.url),
    new URL('../label.ts', import.meta.url),
  );
}
