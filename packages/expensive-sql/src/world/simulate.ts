import { simulation, type WorldAsked, weeklyClock } from '@applied-modeling/synthetic';
import { writeWorld } from './write-world.ts';

/** Queries a day by size. The history is nine weeks whatever the size, because the calendar of the splits needs it. */
export const SIZES = { small: 500, medium: 3_333, large: 10_000 } as const;
export type Size = keyof typeof SIZES;

export const HISTORY_WEEKS = 9;
export const worldClock = weeklyClock('2024-01-01');

type SimulateOptions = WorldAsked<Size>;

/** The world of a (seed, size) as Delta tables under a cache, and the hash of all that shapes it. */
export const { simulate, generatorHash } = simulation<SimulateOptions>({
  ...{ module: new URL(import.meta.url), weeks: HISTORY_WEEKS, clock: worldClock },
  write: (dir, { size, weeks, clock, ...asked }) =>
    writeWorld(dir, { queriesPerDay: SIZES[size], days: 7 * weeks, epoch: clock.epoch, ...asked }),
});
