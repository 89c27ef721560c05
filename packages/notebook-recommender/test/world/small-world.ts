import { historyPolicy, type Policy } from '../../src/world/history-policy.ts';
import { drawPopulation, type PopulationOptions } from '../../src/world/population.ts';
import { SIZES, worldClock } from '../../src/world/simulate.ts';
import { createStepper, type Day, type StepperOptions } from '../../src/world/stepper.ts';

export interface AskedWorld extends StepperOptions {
  readonly seed?: number;
  readonly days?: number;
  readonly policy?: Policy;
}

export const smallWorld = (days: number): PopulationOptions => ({ ...SIZES.small, epoch: worldClock.epoch, days });

/** A small world, stepped day by day under a policy; by default all of it, under the rule in force. */
export function runWorld({ seed = 7, days = 182, policy = historyPolicy, ...options }: AskedWorld = {}) {
  const population = drawPopulation(seed, smallWorld(days));
  const world = createStepper(seed, population, options);
  const stepped = Array.from({ length: days }, () => world.step(policy));
  const all = <T>(of: (day: Day) => readonly T[]) => stepped.flatMap(of);
  return {
    population,
    sessions: all(({ sessions }) => sessions),
    slates: all(({ slates }) => slates),
    actions: all(({ actions }) => actions),
    reads: all(({ reads }) => reads),
    access: all(({ access }) => access),
  };
}

/** In the order in which they come. */
export function groupBy<T, Key>(some: readonly T[], keyOf: (one: T) => Key): ReadonlyMap<Key, readonly T[]> {
  const groups = new Map<Key, T[]>();
  for (const one of some) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
