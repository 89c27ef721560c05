import { cachedWorld, hashSources, type SimulatedWorld, weeklyClock } from '@applied-modeling/synthetic';
import { type WriteWorldOptions, writeWorld } from './write-world.ts';

/** Accounts ever, by size. The history is three years whatever the size, because the calendar of the splits needs it. */
export const SIZES = { small: 1_000, medium: 15_000, large: 50_000 } as const;
export type Size = keyof typeof SIZES;

export const HISTORY_WEEKS = 156;
export const worldClock = weeklyClock('2022-01-03');

export interface SimulateOptions extends Pick<WriteWorldOptions, 'seed' | 'threads' | 'onProgress'> {
  readonly size: Size;
}

/** The world of a (seed, size) as Delta tables under `cacheDir`. */
export function simulate(cacheDir: string, { size, ...options }: SimulateOptions): Promise<SimulatedWorld> {
  const history = { weeks: HISTORY_WEEKS, clock: worldClock };
  const write = (dir: string) => writeWorld(dir, { entities: SIZES[size], ...history, ...options });
  return cachedWorld(cacheDir, { name: `${size}-${options.seed}`, generator: generatorHash(), ...history, write });
}

/** Of everything that shapes the world, the label and the rule in force included. */
export function generatorHash(): string {
  return hashSources(new URL(import.meta.url));
}
