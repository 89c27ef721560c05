import { simulation, type WorldAsked, weeklyClock } from '@applied-modeling/synthetic';
import { type WriteWorldOptions, writeWorld } from './write-world.ts';

/** Accounts ever, by size. The history is three years whatever the size, because the calendar of the splits needs it. */
export const SIZES = { small: 1_000, medium: 15_000, large: 50_000 } as const;
export type Size = keyof typeof SIZES;

export const HISTORY_WEEKS = 156;
export const worldClock = weeklyClock('2022-01-03');

/** `called` sets apart a world that is other than its history would have it, by its policy or by how new accounts are guided. */
export type SimulateOptions = WorldAsked<Size> &
  Pick<WriteWorldOptions, 'policy' | 'guidedFrom'> & { readonly called?: string };

/** The world of a (seed, size) as Delta tables under a cache, and the hash of all that shapes it. */
export const { simulate, generatorHash } = simulation<SimulateOptions>({
  ...{ module: new URL(import.meta.url), weeks: HISTORY_WEEKS, clock: worldClock },
  write: (dir, { size, ...asked }) => writeWorld(dir, { entities: SIZES[size], ...asked }),
  variant: ({ called = '' }) => called,
});
