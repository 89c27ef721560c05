import { meanKnown, quantileOf } from '@applied-modeling/evaluation';
import { newestKnown } from '@applied-modeling/feature-store';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import { demandLearntAt } from '../demand.ts';
import type { Candidates, FeatureRows } from '../domain.ts';
import { FEATURES, featureFingerprint, type Seen } from '../features.ts';
import { decisionHour } from '../forecast/candidates.ts';
import type { History } from '../forecast/history.ts';
import { failuresAsOf, type Panel, servedAsOf } from '../forecast/panel.ts';
import { fourWeekRule } from '../forecast/rules.ts';
import { createForecaster, type Forecaster } from '../forecast/structural-forecast.ts';
import { completeWeeksBack, HOURS } from '../label.ts';
import { calendarSettings, costQuantile, forecastSettings } from '../settings.ts';

/**
 * What is known of each candidate on its Thursday. No label is read: a week that is over and the week that is coming get
 * their features from the same code, and those of a past week do not change when its outcome becomes known.
 *
 * Weeks are looked at in turn from the first one ever planned, whichever are asked for: the structural forecast learns on the
 * way how far levels last and what holidays do.
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
  const forecasts = panel.ids.map((_, series) => forecast(series, week, knownAt));
  const levels = forecasts.map(({ newestLevel }) => newestLevel);
  const families = [...new Set(panel.family)].sort();
  return forecasts.map((one, series) => {
    const { availableAt, ...recent } = recentOf(panel, series, week, knownAt);
    return {
      ...one,
      ...recent,
      anchor: quantileOf(one.nodes, costQuantile),
      mean: meanKnown(one.nodes),
      regionLevel: meanKnown(levels.filter((_, other) => panel.region[other] === panel.region[series])),
      family: families.indexOf(panel.family[series]),
      availableAt: {
        ...one.availableAt,
        ...availableAt,
        usage_hourly: Math.max(one.availableAt.usage_hourly, demandLearntAt),
      },
    };
  });
}

function newRows(planned: Candidates): FeatureRows {
  const column = () => new Float32Array(new SharedArrayBuffer(4 * planned.rows));
  const clock = () => new Float64Array(planned.rows).fill(Number.NaN);
  return {
    ...planned,
    names: FEATURES.map(({ name }) => name),
    columns: FEATURES.map(column),
    anchor: column(),
    provisioned: column(),
    stockoutShare: column(),
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
  set.anchor[row] = seen.anchor;
  set.stockoutShare[row] = seen.shortShare;
  const instant = (hours: number) => (Number.isFinite(hours) ? epoch + hours * MS_PER_HOUR : Number.NaN);
  set.maxEventTimeBySource.usage_hourly[row] = instant(seen.newestHour + 1);
  for (const [source, at] of Object.entries(seen.availableAt)) set.maxAvailableAtBySource[source][row] = instant(at);
}

/** Stock-outs and failures of the reference weeks, and the level they happened under. */
function recentOf(panel: Panel, series: number, week: number, knownAt: number) {
  const { referenceWeeks } = forecastSettings;
  const neighbour = panel.spillsFrom[series];
  const newest = week - completeWeeksBack;
  const [first, end] = [Math.max(0, (newest + 1 - referenceWeeks) * HOURS), (newest + 1) * HOURS];
  let [short, failed, arriving, served] = [0, 0, 0, 0];
  for (let hour = first; hour < end; hour++) {
    const cell = series * panel.hours + hour;
    if (panel.shortKnownAt[cell] <= knownAt) short += 1;
    failed += failuresAsOf(panel, cell, knownAt);
    served += servedAsOf(panel, cell, knownAt) || 0;
    if (neighbour >= 0) arriving += failuresAsOf(panel, neighbour * panel.hours + hour, knownAt);
  }
  const newestOf = (clock: Float32Array, of: number) =>
    newestKnown(clock, of * panel.hours + first, of * panel.hours + end, knownAt);
  const asking = neighbour < 0 ? [series] : [series, neighbour];
  return {
    shortShare: short / (referenceWeeks * HOURS),
    failureShare: failed / served,
    neighbourFailureShare: arriving / served,
    provisioned: panel.capacity[series * panel.weeks + newest],
    availableAt: {
      stockouts: newestOf(panel.shortKnownAt, series),
      launch_failures: Math.max(...asking.map((one) => newestOf(panel.failuresKnownAt, one))),
    },
  };
}
