import { meanKnown, quantileOf, quantileSorted, sortKnown } from '@applied-modeling/evaluation';
import { newestKnown } from '@applied-modeling/feature-store';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import { demandLearntAt } from '../demand.ts';
import type { Candidates, FeatureRows } from '../domain.ts';
import { FEATURES, featureFingerprint, type Seen } from '../features.ts';
import { decisionHour } from '../forecast/candidates.ts';
import type { History } from '../forecast/history.ts';
import type { Panel } from '../forecast/panel.ts';
import { fourWeekRule } from '../forecast/rules.ts';
import { createForecaster, type Forecaster } from '../forecast/structural-forecast.ts';
import { completeWeeksBack, HOURS } from '../label.ts';
import { calendarSettings, costQuantile, forecastLevels, forecastSettings, plannedAt } from '../settings.ts';

/**
 * What is known of each candidate on its Thursday. No label is read: a week that is over and the week that is coming get
 * their features from the same code, and those of a past week do not change when its outcome becomes known.
 *
 * Weeks are looked at in turn from the first one ever planned, whichever are asked for: the structural forecast learns on the
 * way what holidays do.
 */
export function features(history: History, planned: Candidates): FeatureRows {
  const { panel, demand, outlook } = history;
  const forecast = createForecaster(panel, demand, outlook);
  const set = newRows(planned);
  let week = calendarSettings.firstTrainStep - 1;
  let seen: readonly Seen[] = [];
  for (let row = 0; row < set.rows; row++) {
    if (set.week[row] < week || set.week[row] < calendarSettings.firstTrainStep) {
      throw new RangeError(
        `candidates: found week ${set.week[row]} after week ${week}, expected ascending weeks from ${calendarSettings.firstTrainStep} on; sort them`,
      );
    }
    while (week < set.week[row]) seen = lookAround(panel, forecast, ++week);
    fillRow(set, panel, seen[set.series[row]], row);
    set.provisioned[row] = inForce(history, set.series[row], week);
  }
  return set;
}

/** Without a record of it, what the rule in use would have provisioned. */
function inForce({ panel, hasLevels }: History, series: number, week: number): number {
  return hasLevels
    ? panel.capacity[series * panel.weeks + week]
    : fourWeekRule(panel, series, week, decisionHour(week));
}

/** What is known of every series on the Thursday before a week. */
function lookAround(panel: Panel, forecast: Forecaster, week: number): readonly Seen[] {
  const knownAt = decisionHour(week);
  const families = [...new Set(panel.family)].sort();
  return panel.ids.map((_, series) => {
    const found = forecast(series, week, knownAt);
    const { shortShare, shortAvailableAt } = shortHours(panel, series, week, knownAt);
    const { usage_hourly, ...clocks } = found.availableAt;
    return {
      ...found,
      anchor: quantileOf(found.nodes, costQuantile),
      mean: meanKnown(found.nodes),
      shortShare,
      family: families.indexOf(panel.family[series]),
      availableAt: { ...clocks, usage_hourly: Math.max(usage_hourly, demandLearntAt), stockouts: shortAvailableAt },
    };
  });
}

function newRows(planned: Candidates): FeatureRows {
  const column = () => new Float32Array(new SharedArrayBuffer(4 * planned.rows));
  const anchors = forecastLevels.map(column);
  const clock = () => new Float64Array(planned.rows).fill(Number.NaN);
  return {
    ...planned,
    names: FEATURES.map(({ name }) => name),
    columns: FEATURES.map(column),
    anchors,
    anchor: anchors[plannedAt],
    provisioned: column(),
    maxAvailableAtBySource: Object.fromEntries(SOURCES.map((source) => [source, clock()] as const)),
    maxEventTimeBySource: { usage_hourly: clock() },
    fingerprint: featureFingerprint,
  };
}

const SOURCES = [
  'usage_hourly',
  'stockouts',
  'launch_failures',
  'scheduled_jobs',
  'tenants',
  'launches',
  'calendar',
] as const;

function fillRow(set: FeatureRows, { epoch }: Panel, seen: Seen, row: number): void {
  for (const [column, { of }] of FEATURES.entries()) {
    const value = of(seen);
    set.columns[column][row] = Number.isFinite(value) ? value : Number.NaN;
  }
  const hours = sortKnown(seen.nodes);
  for (const [at, level] of forecastLevels.entries()) set.anchors[at][row] = quantileSorted(hours, level);
  const instant = (hours: number) => (Number.isFinite(hours) ? epoch + hours * MS_PER_HOUR : Number.NaN);
  set.maxEventTimeBySource.usage_hourly[row] = instant(seen.newestHour + 1);
  for (const [source, at] of Object.entries(seen.availableAt)) set.maxAvailableAtBySource[source][row] = instant(at);
}

/** Stock-outs of the reference weeks. */
function shortHours(panel: Panel, series: number, week: number, knownAt: number) {
  const { referenceWeeks } = forecastSettings;
  const end = (week + 1 - completeWeeksBack) * HOURS;
  const known = panel.shortKnownAt.subarray(
    series * panel.hours + Math.max(0, end - referenceWeeks * HOURS),
    series * panel.hours + end,
  );
  return {
    shortShare: known.reduce((short, at) => short + Number(at <= knownAt), 0) / (referenceWeeks * HOURS),
    shortAvailableAt: newestKnown(known, 0, known.length, knownAt),
  };
}
