import { cachedWorld, hashSources, type SimulatedWorld, weeklyClock } from '@applied-modeling/synthetic';
import { type WriteWorldOptions, writeWorld } from './write-world.ts';

/** Queries a day by size. The history is nine weeks whatever the size, because the calendar of the splits needs it. */
export const SIZES = { small: 500, medium: 3_333, large: 10_000 } as const;
export type Size = keyof typeof SIZES;

export const HISTORY_WEEKS = 9;
export const worldClock = weeklyClock('2024-01-01');

type SimulateOptions = Pick<WriteWorldOptions, 'seed' | 'threads' | 'onProgress'> & { readonly size: Size };

/** The world of a (seed, size) as Delta tables under `cacheDir`. */
export function simulate(cacheDir: string, { size, ...options }: SimulateOptions): Promise<SimulatedWorld> {
  const span = { epoch: worldClock.epoch, days: 7 * HISTORY_WEEKS };
  return cachedWorld(cacheDir, {
    name: `${size}-${options.seed}`,
    generator: generatorHash(),
    ...{ weeks: HISTORY_WEEKS, clock: worldClock },
    write: (dir) => writeWorld(dir, { queriesPerDay: SIZES[size], ...span, ...options }),
  });
}

/** Of everything that shapes the world, the label and the rule in force included. */
export function generatorHash(): string {
  return hashSources(new URL(import.meta.url));
}
