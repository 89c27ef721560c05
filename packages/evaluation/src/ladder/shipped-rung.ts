import { type Interval, intervalOf } from '../interval.ts';
import { bestSimpler, type NamedRung, rungOf } from './roles.ts';

/** Which rung ships, and the evidence: of the rungs themselves, so that whatever else they carry can be told. */
export interface ShippedRung<Rung> {
  /** The model, or the best simpler rung. */
  readonly ships: Rung;
  readonly model: Rung;
  readonly bestSimpler: Rung;
  /** The model − the best simpler rung, on the same resamples, in the unit of the figure. */
  readonly modelMinusBest: Interval;
  /** Whether that interval lies wholly on the model's better side of 0. */
  readonly modelEarnsItsPlace: boolean;
}

/**
 * The rule of the house: the model ships only where its paired interval against the best simpler rung excludes 0 on the better
 * side. Otherwise the simpler rung ships, whatever the estimate: it is cheaper to run, to explain and to mend.
 *
 * The best simpler rung is the best by the estimate of the figure. The interval is `modelMinusThis` of that rung and has to be
 * of the same figure; one that is not a number is no evidence, and the simpler rung ships.
 */
export function shippedRung<Rung extends NamedRung & { readonly modelMinusThis: Interval }>(
  ladder: readonly Rung[],
  { figureOf, better }: { readonly figureOf: (rung: Rung) => number; readonly better: 'higher' | 'lower' },
): ShippedRung<Rung> {
  const sign = better === 'higher' ? 1 : -1;
  const model = rungOf(ladder, 'model');
  const best = bestSimpler(ladder, (rung) => sign * figureOf(rung));
  const modelMinusBest = intervalOf(best.modelMinusThis);
  const modelEarnsItsPlace = better === 'higher' ? modelMinusBest.low > 0 : modelMinusBest.high < 0;
  return { ships: modelEarnsItsPlace ? model : best, model, bestSimpler: best, modelMinusBest, modelEarnsItsPlace };
}
