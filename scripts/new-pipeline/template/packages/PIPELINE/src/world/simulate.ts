import { cachedWorld, hashSources, type SimulatedWorld, weeklyClock } from '@applied-modeling/synthetic';
import { writeWorld } from './write-world.ts';

/** Machines by size; the history is as long whatever the size, because the calendar of the splits needs it. */
export const SIZES = { small: 120, medium: 160, large: 200 } as const;

const history = { weeks: 90, clock: weeklyClock('2023-01-02') };

export interface WorldChoice {
  readonly seed: number;
  readonly size: keyof typeof SIZES;
}

/** The world of a seed and size as Delta tables under `worlds`, written when it is not there. */
export function simulate(worlds: string, { seed, size }: WorldChoice): Promise<SimulatedWorld> {
  const write = (dir: string) => writeWorld(dir, { seed, machines: SIZES[size], ...history });
  const generator = hashSources(new URL(import.meta.url));
  return cachedWorld(worlds, { name: `${size}-${seed}`, generator, ...history, write });
}
