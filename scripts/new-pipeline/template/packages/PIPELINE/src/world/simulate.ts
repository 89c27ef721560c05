import { simulation, type WorldAsked, weeklyClock } from '@applied-modeling/synthetic';
import { writeWorld } from './write-world.ts';

/** Machines by size; the history is as long whatever the size, because the calendar of the splits needs it. */
export const SIZES = { small: 120, medium: 160, large: 200 } as const;

/** The world of a seed and size as Delta tables under a cache, written when it is not there, and the hash of all that shapes it. */
export const { simulate, generatorHash } = simulation<WorldAsked<keyof typeof SIZES>>({
  ...{ module: new URL(import.meta.url), weeks: 90, clock: weeklyClock('2023-01-02') },
  write: (dir, { size, ...asked }) => writeWorld(dir, { machines: SIZES[size], ...asked }),
});
