import { cachedWorld, hashSources, type SimulatedWorld, weeklyClock } from '@applied-modeling/synthetic';
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

export interface SimulateOptions extends Pick<WriteWorldOptions, 'seed' | 'threads' | 'noise' | 'onProgress'> {
  readonly size: Size;
}

/** The world of a (seed, size) as Delta tables under `cacheDir`. */
export function simulate(cacheDir: string, { size, ...options }: SimulateOptions): Promise<SimulatedWorld> {
  const history = { weeks: HISTORY_WEEKS, clock: worldClock };
  const write = (dir: string) => writeWorld(dir, { size: SIZES[size], ...history, ...options });
  return cachedWorld(cacheDir, {
    name: `${size}-${options.seed}${options.noise === 'heavy' ? '-heavy' : ''}`,
    generator: generatorHash(),
    ...history,
    write,
  });
}

/** Of everything that shapes the world, the label and the rule in force included. */
export function generatorHash(): string {
  return hashSources(new URL(import.meta.url));
}
