import { completeWeeksBack } from '../label.ts';
import { RunningRatio } from './running-ratio.ts';

/**
 * How much of a newest level is left in the planned week: the slope of what came on what was seen, in logs, over all series
 * and the weeks whose outcome is known. Levels return, and three days tell them with an error.
 */
export function createLastingShare() {
  const slope = new RunningRatio();
  const told: { logNewest: number; usual: number }[][] = [];
  return {
    share: () => Math.min(1, Math.max(0, slope.value)),
    remember(series: number, week: number, newestLevel: number, usual: number) {
      told[week] ??= [];
      told[week][series] = { logNewest: Math.log(newestLevel), usual };
    },
    /** `found` is the mean of the newest week that is complete when `week` is planned. */
    learn(series: number, week: number, found: number) {
      const then = told[week - completeWeeksBack]?.[series];
      const lasted = then && Math.log(found / then.usual) * then.logNewest;
      if (Number.isFinite(lasted)) slope.add(lasted, then.logNewest ** 2);
    },
  };
}
