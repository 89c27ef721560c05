import { quantileOf, quantileSorted, sortKnown } from '../quantile.ts';

/**
 * A quantile of the values of a season to come, by repeating the newest one: its values times the errors that the same rule
 * made in the seasons before, at the same lead. Seasons come newest first and are equally long; NaN entries are left out.
 */
export function seasonalNaive(seasons: readonly Float64Array[], seasonsAhead: number, level: number): number {
  const [newest] = seasons;
  const ratios = new Float64Array((seasons.length - seasonsAhead) * newest.length);
  for (let back = 0; back + seasonsAhead < seasons.length; back++) {
    for (let at = 0; at < newest.length; at++) {
      const ratio = seasons[back][at] / seasons[back + seasonsAhead][at];
      ratios[back * newest.length + at] = Number.isFinite(ratio) ? ratio : Number.NaN;
    }
  }
  const sorted = sortKnown(ratios);
  const mixture = new Float64Array(ERROR_STEPS * newest.length);
  for (let step = 0; step < ERROR_STEPS; step++) {
    const ratio = quantileSorted(sorted, (step + 0.5) / ERROR_STEPS);
    for (let at = 0; at < newest.length; at++) mixture[step * newest.length + at] = newest[at] * ratio;
  }
  return quantileOf(mixture, level);
}

/** Errors enter as so many of their quantiles: every pair of a value and an error would be thousands of times as many. */
const ERROR_STEPS = 9;
