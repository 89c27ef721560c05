import { cachedWorld, hashSources, type SimulatedWorld, weeklyClock } from '@applied-modeling/synthetic';
import { type WriteWorldOptions, writeWorld } from './write-world.ts';

/** Jobs by size. The history is twenty-two weeks whatever the size, because the calendar of the splits needs it. */
export const SIZES = { small: 300, medium: 2_000, large: 6_000 } as const;
export type Size = keyof typeof SIZES;

export const HISTORY_WEEKS = 22;
export const worldClock = weeklyClock('2024-01-01');

export interface SimulateOptions extends Pick<WriteWorldOptions, 'seed' | 'threads' | 'onProgress'> {
  readonly size: Size;
}

/** The world of a (seed, size) as Delta tables under `cacheDir`. */
export function simulate(cacheDir: string, { size, ...options }: SimulateOptions): Promise<SimulatedWorld> {
  const history = { weeks: HISTORY_WEEKS, clock: worldClock };
  const days = { days: 7 * HISTORY_WEEKS, epoch: worldClock.epoch };
  const write = (dir: string) => writeWorld(dir, { jobs: SIZES[size], ...days, ...options });
  return cachedWorld(cacheDir, { name: `${size}-${options.seed}`, generator: generatorHash(), ...history, write });
}

/** Of everything that shapes the world, the label and the rule in force included. */
export function generatorHash(): string {
  return hashSources(new URL(import.meta.url));
}
