import { cachedWorld, hashSources, type SimulatedWorld, weeklyClock } from '@applied-modeling/synthetic';
import { type WriteWorldOptions, writeWorld } from './write-world.ts';

/** Customers, people and notebooks by size. The history is half a year whatever the size, because the calendar of the splits needs it. */
export const SIZES = {
  small: { tenants: 8, users: 600, notebooks: 2_400 },
  medium: { tenants: 40, users: 5_000, notebooks: 20_000 },
  large: { tenants: 120, users: 15_000, notebooks: 60_000 },
} as const;
export type Size = keyof typeof SIZES;

export const HISTORY_WEEKS = 26;
export const worldClock = weeklyClock('2024-01-01');

export interface SimulateOptions extends Pick<WriteWorldOptions, 'seed' | 'threads' | 'onProgress'> {
  readonly size: Size;
}

/** The world of a (seed, size) as Delta tables under `cacheDir`. */
export function simulate(cacheDir: string, { size, ...options }: SimulateOptions): Promise<SimulatedWorld> {
  const history = { weeks: HISTORY_WEEKS, clock: worldClock };
  const span = { days: 7 * HISTORY_WEEKS, epoch: worldClock.epoch };
  const write = (dir: string) => writeWorld(dir, { ...SIZES[size], ...span, ...options });
  return cachedWorld(cacheDir, { name: `${size}-${options.seed}`, generator: generatorHash(), ...history, write });
}

/** Of everything that shapes the world, the label and the rule in force included. */
export function generatorHash(): string {
  return hashSources(new URL(import.meta.url));
}
