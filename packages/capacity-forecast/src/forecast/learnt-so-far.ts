import { completeWeeksBack, HOURS } from '../label.ts';
import type { ReadWeek } from './structural-forecast.ts';

/** The two things the structural forecast learns on its way through the weeks, each from weeks that were over by then. */

/** Nodes on holidays so far over those of the same usual hours, by family; 1 before the first. */
export class HolidayEffect {
  readonly #sums = new Map<string, { found: number; expected: number }>();

  learn(family: string, { known, organic }: Pick<ReadWeek, 'known' | 'organic'>, usual: Float64Array): void {
    const sums = this.#sums.get(family) ?? { found: 0, expected: 0 };
    for (let hour = 0; hour < HOURS; hour++) {
      if (known.isHoliday[hour] === 0 || Number.isNaN(organic[hour])) continue;
      sums.found += organic[hour];
      sums.expected += usual[hour];
    }
    this.#sums.set(family, sums);
  }

  of(family: string): number {
    const { found, expected } = this.#sums.get(family) ?? { found: 0, expected: 0 };
    return expected > 0 ? found / expected : 1;
  }
}

/**
 * How much of a newest level is left in the planned week: the slope of what came on what was seen, in logs, over all series
 * and the weeks whose outcome is known. Levels return, and three days tell them with an error.
 */
export class LastingShare {
  /** By week and series. */
  readonly #forecasts: { logNewest: number; usual: number }[][] = [];
  #products = 0;
  #squares = 0;

  get share(): number {
    return this.#squares > 0 ? Math.min(1, Math.max(0, this.#products / this.#squares)) : 1;
  }

  remember(series: number, week: number, newestLevel: number, usual: number): void {
    this.#forecasts[week] ??= [];
    this.#forecasts[week][series] = { logNewest: Math.log(newestLevel), usual };
  }

  /** `found` is the mean of the newest week that is complete when `week` is planned. */
  learn(series: number, week: number, found: number): void {
    const forecast = this.#forecasts[week - completeWeeksBack]?.[series];
    if (forecast === undefined) return;
    const lasted = Math.log(found / forecast.usual);
    if (!Number.isFinite(lasted * forecast.logNewest)) return;
    this.#products += lasted * forecast.logNewest;
    this.#squares += forecast.logNewest ** 2;
  }
}
