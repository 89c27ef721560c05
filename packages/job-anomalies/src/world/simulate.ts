import { simulation, type WorldAsked, weeklyClock } from '@applied-modeling/synthetic';
import { writeWorld } from './write-world.ts';

/** Jobs by size. The history is twenty-two weeks whatever the size, because the calendar of the splits needs it. */
export const SIZES = { small: 300, medium: 2_000, large: 6_000 } as const;
export type Size = keyof typeof SIZES;

export const HISTORY_WEEKS = 22;
export const worldClock = weeklyClock('2024-01-01');

export type SimulateOptions = WorldAsked<Size>;

/** The world of a (seed, size) as Delta tables under a cache, and the hash of all that shapes it. */
export const { simulate, generatorHash } = simulation<SimulateOptions>({
  ...{ module: new URL(import.meta.url), weeks: HISTORY_WEEKS, clock: worldClock },
  write: (dir, { size, weeks, clock, ...asked }) =>
    writeWorld(dir, { jobs: SIZES[size], days: 7 * weeks, epoch: clock.epoch, ...asked }),
});
