import { quantileSorted } from '@applied-modeling/evaluation';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { Candidates, FeatureRows } from '../domain.ts';
import { FEATURES, featureFingerprint, type Seen } from '../features.ts';
import { decisionHour } from '../forecast/candidates.ts';
import type { History } from '../forecast/history.ts';
import { fourWeekRule } from '../forecast/rules.ts';
import { forecastLevels, plannedAt } from '../settings.ts';

/**
 * What is known of each candidate on its Thursday. No label is read: a week that is over and the week that is coming get
 * their features from the same code, and those of a past week do not change when its outcome becomes known.
 */
export function features(history: History, planned: Candidates): FeatureRows {
  const seen = Array.from(planned.week, (week, row) => history.seen(week)[planned.series[row]]);
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
