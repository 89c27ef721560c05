import { simulation, type WorldAsked, weeklyClock } from '@applied-modeling/synthetic';
import type { WorldSize } from './population.ts';
import { type WriteWorldOptions, writeWorld } from './write-world.ts';

/** Regions and node families, by size: 24, 120 and 288 series. The history is three years whatever the size. */
export const SIZES = {
  small: { regions: 6, families: 4 },
  medium: { regions: 15, families: 8 },
  large: { regions: 36, families: 8 },
} as const satisfies Record<string, WorldSize>;
export type Size = keyof typeof SIZES;

export const HISTORY_WEEKS = 156;
export const worldClock = weeklyClock('2022-01-03');

export type SimulateOptions = WorldAsked<Size> & Pick<WriteWorldOptions, 'noise'>;

/** The world of a (seed, size) as Delta tables under a cache, and the hash of all that shapes it. */
export const { simulate, generatorHash } = simulation<SimulateOptions>({
  ...{ module: new URL(import.meta.url), weeks: HISTORY_WEEKS, clock: worldClock },
  write: (dir, { size, ...asked }) => writeWorld(dir, { size: SIZES[size], ...asked }),
  variant: ({ noise }) => (noise === 'heavy' ? '-heavy' : ''),
});
