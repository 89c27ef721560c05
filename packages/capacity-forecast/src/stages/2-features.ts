import { meanKnown, quantileSorted, sortKnown } from '@applied-modeling/evaluation';
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
  const seen = lookAround(history, planned);
  const column = (of: (seen: Seen, row: number) => number) => {
    const values = new Float32Array(new SharedArrayBuffer(4 * planned.rows));
    for (const [row, one] of seen.entries()) values[row] = of(one, row);
    return values;
  };
  const clock = (hoursOf: (seen: Seen) => number) =>
    Float64Array.from(seen, (one) => history.panel.epoch + finite(hoursOf(one)) * MS_PER_HOUR);
  const anchors = forecastLevels.map((level) => column(({ sorted }) => quantileSorted(sorted, level)));
  return {
    ...planned,
    names: FEATURES.map(({ name }) => name),
    columns: FEATURES.map(({ of }) => column((one) => finite(of(one)))),
    anchors,
    anchor: anchors[plannedAt],
    provisioned: column((_, row) => inForce(history, planned.series[row], planned.week[row])),
    maxAvailableAtBySource: Object.fromEntries(
      Object.keys(seen[0].availableAt).map((source) => [source, clock(({ availableAt }) => availableAt[source])]),
    ),
    maxEventTimeBySource: { usage_hourly: clock(({ newestHour }) => newestHour + 1) },
    fingerprint: featureFingerprint,
  };
}

/** Some of the rows, in place. */
export function rowsBetween(all: FeatureRows, from: number, to: number): FeatureRows {
  const cut = <Column extends Int32Array | Float32Array | Float64Array>(column: Column) =>
    column.subarray(from, to) as Column;
  const cutEach = (clocks: Readonly<Record<string, Float64Array>>) =>
    Object.fromEntries(Object.entries(clocks).map(([source, times]) => [source, cut(times)]));
  const { cloud, region, family } = all.slices;
  const anchors = all.anchors.map(cut);
  return {
    ...all,
    ...{ rows: to - from, series: cut(all.series), week: cut(all.week), decidedAt: cut(all.decidedAt) },
    slices: { cloud: cloud.slice(from, to), region: region.slice(from, to), family: family.slice(from, to) },
    ...{ columns: all.columns.map(cut), anchors, anchor: anchors[plannedAt], provisioned: cut(all.provisioned) },
    maxAvailableAtBySource: cutEach(all.maxAvailableAtBySource),
    maxEventTimeBySource: cutEach(all.maxEventTimeBySource),
  };
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}

/** Without a record of it, as of a week to come, what the rule in use would provision. */
function inForce({ panel }: History, series: number, week: number): number {
  const recorded = panel.capacity[series * panel.weeks + week];
  return week < panel.weeks && !Number.isNaN(recorded)
    ? recorded
    : fourWeekRule(panel, series, week, decisionHour(week));
}

/** What is known of every candidate. */
function lookAround({ panel, demand, outlook }: History, planned: Candidates): readonly Seen[] {
  const forecast = createForecaster(panel, demand, outlook);
  const { firstTrainStep } = calendarSettings;
  let week = firstTrainStep - 1;
  let ofWeek: readonly Seen[] = [];
  return Array.from(planned.week, (wanted, row) => {
    if (wanted < week || wanted < firstTrainStep) {
      throw new RangeError(
        `candidates: found week ${wanted} after week ${week}, expected ascending weeks from ${firstTrainStep} on; sort them`,
      );
    }
    while (week < wanted) ofWeek = lookAt(panel, forecast, ++week);
    return ofWeek[planned.series[row]];
  });
}

/** What is known of every series on the Thursday before a week. */
function lookAt(panel: Panel, forecast: Forecaster, week: number): readonly Seen[] {
  const knownAt = decisionHour(week);
  const families = [...new Set(panel.family)].sort();
  return panel.ids.map((_, series) => {
    const found = forecast(series, week, knownAt);
    const { shortShare, shortAvailableAt } = shortHours(panel, series, week, knownAt);
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
  });
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
