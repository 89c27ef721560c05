import { labelContract } from '../label.ts';
import { failsOnDay, type Load, planted } from './planted.ts';

/** Chance that a machine is worn a week later. */
export function wornNextWeek(worn: number): number {
  return worn * (1 - planted.mends) + (1 - worn) * planted.wears;
}

/** What a day's row says of wear, by Bayes: errors are Poisson, failures Bernoulli. */
export function learnFromDay(worn: number, errors: number, hasFailed: boolean, load: Load): number {
  const likelihood = (isWorn: boolean) => {
    const mean = planted.errorsPerDay[isWorn ? 1 : 0];
    const failure = failsOnDay(isWorn, load);
    return mean ** errors * Math.exp(-mean) * (hasFailed ? failure : 1 - failure);
  };
  const [asWorn, asSound] = [worn * likelihood(true), (1 - worn) * likelihood(false)];
  return asWorn / (asWorn + asSound);
}

/** Chance of the label, the next week's, from the chance to be worn this week and the load of the last one: exact. */
export function chanceOfLabel(wornThisWeek: number, lastLoad: Load): number {
  const wornAtHalf = wornNextWeek(wornThisWeek) * halfTwoWeeksAfter(lastLoad);
  const fails = (daily: number) => 1 - (1 - daily) ** labelContract.windowDays;
  const { wornAtHalfLoad, else: otherwise } = planted.failsOnDay;
  return wornAtHalf * fails(wornAtHalfLoad) + (1 - wornAtHalf) * fails(otherwise);
}

/** Three loads that change alike: P(same after n weeks) = 1/3 + 2/3 · (1 − 3/2 · change)ⁿ. */
function halfTwoWeeksAfter(load: Load): number {
  const same = 1 / 3 + (2 / 3) * (1 - 1.5 * planted.loadChanges) ** 2;
  return load === 1 ? same : (1 - same) / 2;
}
