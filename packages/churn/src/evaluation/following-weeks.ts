import { cachedWorld, type SimulatedWorld } from '@applied-modeling/synthetic';
import { generatorHash, HISTORY_WEEKS, SIZES, type SimulateOptions, worldClock } from '../world/simulate.ts';
import { writeWorld } from '../world/write-world.ts';

/**
 * A world of the same rules that runs on after the history, under the rule in force: what a model meets that was trained before. Its
 * accounts are its own; what is watched are distributions and outcomes, and those have no names.
 */
export function followingWeeks(
  cacheDir: string,
  { size, steps, ...options }: SimulateOptions & { readonly steps: number },
): Promise<SimulatedWorld> {
  const history = { weeks: HISTORY_WEEKS + steps, clock: worldClock };
  return cachedWorld(cacheDir, {
    ...{ name: `${size}-${options.seed}-and-${steps}`, generator: generatorHash(), ...history },
    write: (dir) => writeWorld(dir, { entities: SIZES[size], ...history, ...options }),
  });
}
