import { meanKnown, quantileSorted, sortKnown } from '@applied-modeling/evaluation';
import { newestKnown } from '@applied-modeling/feature-store';
import { type DemandModel, demandLearntAt } from '../demand.ts';
import type { Seen } from '../features.ts';
import { completeWeeksBack, HOURS } from '../label.ts';
import { calendarSettings, costQuantile, forecastSettings } from '../settings.ts';
import { decisionHour } from './candidates.ts';
import type { Outlook } from './outlook.ts';
import type { Panel } from './panel.ts';
import { createForecaster } from './structural-forecast.ts';

/**
 * What is known of every series on the Thursday before a week, whichever is asked for. Weeks are looked at in turn from the
 * first one ever planned, each once: the structural forecast learns on the way what holidays do.
 */
export function lookAround(panel: Panel, demand: DemandModel, outlook: Outlook): (week: number) => readonly Seen[] {
  const { firstTrainStep } = calendarSettings;
  const forecast = createForecaster(panel, demand, outlook);
  const families = [...new Set(panel.family)].sort();
  const weeks: (readonly Seen[])[] = [];
  const lookAt = (series: number, week: number): Seen => {
    const found = forecast(series, week, decisionHour(week));
    const { shortShare, shortAvailableAt } = shortHours(panel, series, week);
    const { usage_hourly, ...clocks } = found.availableAt;
    const sorted = sortKnown(found.nodes);
    return {
      ...found,
      sorted,
      anchor: quantileSorted(sorted, costQuantile),
      mean: meanKnown(found.nodes),
      shortShare,
      family: families.indexOf(panel.family[series]),
      availableAt: { ...clocks, usage_hourly: Math.max(usage_hourly, demandLearntAt), stockouts: shortAvailableAt },
    };
  };
  return (wanted) => {
    if (wanted < firstTrainStep)
      throw new RangeError(`candidates: found week ${wanted}, expected weeks from ${firstTrainStep} on; ask for those`);
    for (let week = firstTrainStep + weeks.length; week <= wanted; week++)
      weeks.push(panel.ids.map((_, series) => lookAt(series, week)));
    return weeks[wanted - firstTrainStep];
  };
}

/** Stock-outs of the reference weeks. */
function shortHours(panel: Panel, series: number, week: number) {
  const { referenceWeeks } = forecastSettings;
  const [knownAt, end] = [decisionHour(week), (week + 1 - completeWeeksBack) * HOURS];
  const own = panel.shortKnownAt.subarray(series * panel.hours, (series + 1) * panel.hours);
  const known = own.subarray(Math.max(0, end - referenceWeeks * HOURS), end);
  return {
    shortShare: known.reduce((short, at) => short + Number(at <= knownAt), 0) / (referenceWeeks * HOURS),
    shortAvailableAt: newestKnown(known, 0, known.length, knownAt),
  };
}
