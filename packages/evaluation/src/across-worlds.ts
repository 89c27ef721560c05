import type { Interval } from './interval.ts';

/** A figure over independent worlds: its mean with a 95 % interval for other worlds like them, and what it ranged over. */
export interface AcrossWorlds extends Interval {
  readonly least: number;
  readonly most: number;
}

/** 97.5 % points of Student's t for 1 to 19 degrees of freedom, as scipy.stats.t.ppf(0.975, df) gives them. */
const STUDENT_T = [
  ...[12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228],
  ...[2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093],
];

/**
 * mean ± t · s / √n. A bootstrap inside a world cannot know how worlds differ; a few worlds can, if nobody tuned to them. For a
 * comparison give the differences, world by world. Throws unless there are 2 to 20 worlds.
 */
export function acrossWorlds(values: readonly number[]): AcrossWorlds {
  const worlds = values.length;
  if (worlds < 2 || worlds > 1 + STUDENT_T.length || !values.every(Number.isFinite))
    throw new RangeError(`acrossWorlds: found ${values.join(', ')}, expected a number for each of 2 to 20 worlds`);
  const estimate = values.reduce((sum, value) => sum + value, 0) / worlds;
  const variance = values.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (worlds - 1);
  const standardError = Math.sqrt(variance / worlds);
  const reach = STUDENT_T[worlds - 2] * standardError;
  const range = { least: Math.min(...values), most: Math.max(...values) };
  return { estimate, low: estimate - reach, high: estimate + reach, standardError, ...range };
}

/**
 * A figure that only worlds taken together have, such as the logarithm of a rate that is 0 in some of them: of all worlds, with an
 * interval from leaving out one at a time (jackknife; Tukey 1958). With θ of all n worlds and θ₋ᵢ of all but one, each world stands
 * for the pseudo-value n θ − (n − 1) θ₋ᵢ.
 */
export function pooledAcrossWorlds<World>(
  worlds: readonly World[],
  figure: (worlds: readonly World[]) => number,
): Interval {
  const [n, all] = [worlds.length, figure(worlds)];
  const pseudo = worlds.map((_, left) => n * all - (n - 1) * figure(worlds.filter((_, world) => world !== left)));
  const { estimate, low, high, standardError } = acrossWorlds(pseudo);
  return { estimate: all, low: low + all - estimate, high: high + all - estimate, standardError };
}
