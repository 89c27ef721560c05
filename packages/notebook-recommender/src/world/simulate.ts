import { simulation, type WorldAsked, weeklyClock } from '@applied-modeling/synthetic';
import { writeWorld } from './write-world.ts';

/** Customers, people and notebooks by size. The history is half a year whatever the size, because the calendar of the splits needs it. */
export const SIZES = {
  small: { tenants: 8, users: 600, notebooks: 2_400 },
  medium: { tenants: 40, users: 5_000, notebooks: 20_000 },
  large: { tenants: 120, users: 15_000, notebooks: 60_000 },
} as const;
export type Size = keyof typeof SIZES;

export const HISTORY_WEEKS = 26;
export const worldClock = weeklyClock('2024-01-01');

export type SimulateOptions = WorldAsked<Size>;

/** The world of a (seed, size) as Delta tables under a cache, and the hash of all that shapes it. */
export const { simulate, generatorHash } = simulation<SimulateOptions>({
  ...{ module: new URL(import.meta.url), weeks: HISTORY_WEEKS, clock: worldClock },
  write: (dir, { size, weeks, clock, ...asked }) =>
    writeWorld(dir, { ...SIZES[size], days: 7 * weeks, epoch: clock.epoch, ...asked }),
});
