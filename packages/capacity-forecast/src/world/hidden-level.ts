import { type RandomStream, randomStream } from '@applied-modeling/synthetic';
import { HORIZON_WEEKS, level } from './planted.ts';
import type { Population } from './population.ts';

/** Log deviation of a series from its trend on a day, counted from week 0: what nobody sees and everybody forecasts. */
export type HiddenLevel = (series: number, day: number) => number;

const DAYS = 7 * HORIZON_WEEKS;

/** Standard deviation over all time. */
const STATIONARY_SIGMA = level.dailySigma / Math.sqrt(1 - level.persistence ** 2);

/** Variance of the level `days` after it was known; its mean has shrunk by persistence ^ days. */
export function levelVariance(days: number): number {
  return STATIONARY_SIGMA ** 2 * (1 - level.persistence ** (2 * days));
}

/** √.8 of a walk of the series' own and √.2 of its region's. */
export function drawHiddenLevel(seed: number, { series, regions, region }: Population): HiddenLevel {
  const own = drawWalks(randomStream(seed, 'level'), series);
  const common = drawWalks(randomStream(seed, 'region-level'), regions.length);
  const [ownShare, commonShare] = [Math.sqrt(1 - level.regionShare), Math.sqrt(level.regionShare)];
  return (i, day) => ownShare * own[i * DAYS + day] + commonShare * common[region[i] * DAYS + day];
}

function drawWalks(random: RandomStream, count: number): Float64Array {
  const walks = new Float64Array(count * DAYS);
  for (let i = 0; i < count; i++) {
    let value = STATIONARY_SIGMA * random.normal(i, -1);
    for (let day = 0; day < DAYS; day++) {
      value = level.persistence * value + level.dailySigma * random.normal(i, day);
      walks[i * DAYS + day] = value;
    }
  }
  return walks;
}
