import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import { decidedAt } from '../decision-calendar.ts';
import { type DemandModel, demandOfWeek, learnDemand } from '../demand.ts';
import type { Ingested, RuleName, TrainingSet } from '../domain.ts';
import { FEATURES, featureFingerprint, type Seen } from '../features.ts';
import { readOutlook } from '../forecast/outlook.ts';
import { failuresAsOf, type Panel, readPanel, servedAsOf } from '../forecast/panel.ts';
import { fourWeekRule, planByRules } from '../forecast/rules.ts';
import { createForecaster, type Forecaster, type WeekForecast } from '../forecast/structural-forecast.ts';
import { HOURS, maturesAfterDays } from '../label.ts';
import { quantileOf } from '../quantile.ts';
import { costQuantile, forecastSettings } from '../settings.ts';
import { capacityWeekly } from '../tables.ts';

/**
 * One row per series and planned week: features as known on the Thursday before, and the hours of the week as they turned
 * out, estimated from what is known now.
 *
 * `careless` reads launches by the day they took effect instead of the day they were announced: the planted leak.
 */
export async function features(ingested: Ingested, careless = false): Promise<TrainingSet> {
  const { calendar } = ingested;
  const panel = await readPanel(ingested);
  const demand = learnDemand(panel);
  const outlook = await readOutlook(ingested, panel, careless);
  const forecaster = createForecaster(panel, demand, outlook);
  const set = newSet(panel, calendar.decisionWeeks.length * panel.ids.length);
  for (const [index, week] of calendar.decisionWeeks.entries()) {
    const decided = decidedAt(calendar, week);
    const knownAt = (decided - calendar.epoch) / MS_PER_HOUR;
    const seen = lookAround(panel, forecaster, week, knownAt);
    for (let series = 0; series < panel.ids.length; series++) {
      const row = index * panel.ids.length + series;
      set.series[row] = series;
      set.week[row] = week;
      set.decidedAt[row] = decided;
      set.maturesAt[row] = decided + maturesAfterDays * MS_PER_DAY;
      set.provisioned[row] = provisionedIn(
        panel,
        series,
        week,
        knownAt,
        ingested.relation(capacityWeekly) === undefined,
      );
      fillSeen(set, row, seen[series]);
      fillClocks(set, panel, seen[series], row);
      fillOutcome(set, panel, demand, row, (calendar.now - calendar.epoch) / MS_PER_HOUR);
      if (week < calendar.final.test.firstWeek) continue;
      const rules = planByRules(panel, demand, series, week, knownAt);
      for (const name of Object.keys(rules) as (keyof typeof rules)[]) set.rules[name][row] = rules[name];
    }
  }
  return set;
}

/** Without a record of it, what the rule in use would have provisioned. */
function provisionedIn(panel: Panel, series: number, week: number, knownAt: number, isUnknown: boolean): number {
  return isUnknown ? fourWeekRule(panel, series, week, knownAt) : panel.capacity[series * panel.weeks + week];
}

/** What is known of every series on the Thursday before a week. */
function lookAround(panel: Panel, forecaster: Forecaster, week: number, knownAt: number): readonly Seen[] {
  const forecasts = panel.ids.map((_, series) => forecaster.forecast(series, week, knownAt));
  const regionLevel = meanByRegion(panel, forecasts);
  const families = [...new Set(panel.family)].sort();
  return forecasts.map((forecast, series) => ({
    forecast,
    anchor: quantileOf(forecast.nodes, costQuantile),
    regionLevel: regionLevel[series],
    family: families.indexOf(panel.family[series]),
    ...recentOf(panel, series, week, knownAt),
  }));
}

function fillSeen(set: TrainingSet, row: number, seen: Seen): void {
  for (const [column, { of }] of FEATURES.entries()) {
    const value = of(seen);
    set.columns[column][row] = Number.isFinite(value) ? value : Number.NaN;
  }
  set.anchor[row] = seen.anchor;
  set.rules.structural[row] = seen.anchor;
}

function newSet({ ids, cloud, region, family }: Panel, rows: number): TrainingSet {
  const column = () => new Float32Array(new SharedArrayBuffer(4 * rows));
  const text = (values: readonly string[]) => Array.from({ length: rows }, (_, row) => values[row % ids.length]);
  const clocks = () =>
    Object.fromEntries(SOURCES.map((source) => [source, new Float64Array(rows).fill(Number.NaN)] as const));
  return {
    rows,
    seriesIds: ids,
    series: new Int32Array(rows),
    week: new Int32Array(rows),
    names: FEATURES.map(({ name }) => name),
    columns: FEATURES.map(column),
    anchor: new Float32Array(rows),
    demand: new Float32Array(rows * HOURS),
    served: new Float32Array(rows * HOURS),
    provisioned: new Float32Array(rows),
    rules: Object.fromEntries(RULES.map((name) => [name, new Float32Array(rows).fill(Number.NaN)])) as Record<
      RuleName,
      Float32Array
    >,
    decidedAt: new Float64Array(rows),
    maturesAt: new Float64Array(rows),
    slices: { cloud: text(cloud), region: text(region), family: text(family) },
    maxAvailableAtBySource: clocks(),
    maxEventTimeBySource: { usage_hourly: new Float64Array(rows).fill(Number.NaN) },
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
const RULES: readonly RuleName[] = ['last week', 'seasonal naive', 'four-week maximum', 'theta', 'structural'];

/** Mean newest level of the families of each series' region. */
function meanByRegion({ region }: Panel, forecasts: readonly WeekForecast[]): number[] {
  const sums = new Map<string, { sum: number; n: number }>();
  for (const [series, name] of region.entries()) {
    const { sum, n } = sums.get(name) ?? { sum: 0, n: 0 };
    sums.set(name, { sum: sum + forecasts[series].newestLevel, n: n + 1 });
  }
  return region.map((name) => sums.get(name)!.sum / sums.get(name)!.n);
}

/** Stock-outs and failures of the reference weeks, and the level they happened under. */
function recentOf(panel: Panel, series: number, week: number, knownAt: number) {
  const { referenceWeeks } = forecastSettings;
  const neighbour = panel.spillsFrom[series];
  let [short, failed, arriving, served] = [0, 0, 0, 0];
  const availableAt = { stockouts: Number.NEGATIVE_INFINITY, launch_failures: Number.NEGATIVE_INFINITY };
  const noteFailure = (cell: number) => {
    const at = panel.failuresKnownAt[cell];
    if (at <= knownAt && at > availableAt.launch_failures) availableAt.launch_failures = at;
  };
  for (let hour = Math.max(0, (week - 1 - referenceWeeks) * HOURS); hour < (week - 1) * HOURS; hour++) {
    const cell = series * panel.hours + hour;
    if (panel.shortKnownAt[cell] <= knownAt) {
      short += 1;
      availableAt.stockouts = Math.max(availableAt.stockouts, panel.shortKnownAt[cell]);
    }
    noteFailure(cell);
    failed += failuresAsOf(panel, cell, knownAt);
    served += servedAsOf(panel, cell, knownAt) || 0;
    if (neighbour < 0) continue;
    noteFailure(neighbour * panel.hours + hour);
    arriving += failuresAsOf(panel, neighbour * panel.hours + hour, knownAt);
  }
  return {
    shortShare: short / (referenceWeeks * HOURS),
    failureShare: failed / served,
    neighbourFailureShare: arriving / served,
    provisioned: panel.capacity[series * panel.weeks + week - 2],
    availableAt,
  };
}

function fillOutcome(set: TrainingSet, panel: Panel, demand: DemandModel, row: number, now: number): void {
  const [series, week] = [set.series[row], set.week[row]];
  const hours = new Float64Array(HOURS);
  demandOfWeek(hours, panel, demand, series, week, now);
  set.demand.set(hours, row * HOURS);
  const first = series * panel.hours + week * HOURS;
  for (let hour = 0; hour < HOURS; hour++) set.served[row * HOURS + hour] = servedAsOf(panel, first + hour, now);
}

function fillClocks(set: TrainingSet, { epoch }: Panel, { forecast, availableAt }: Seen, row: number): void {
  const instant = (hours: number) => (Number.isFinite(hours) ? epoch + hours * MS_PER_HOUR : Number.NaN);
  set.maxAvailableAtBySource.usage_hourly[row] = instant(forecast.usageAvailableAt);
  set.maxEventTimeBySource.usage_hourly[row] = instant(forecast.newestHour + 1);
  for (const [source, at] of Object.entries({ ...forecast.known.availableAt, ...availableAt })) {
    set.maxAvailableAtBySource[source][row] = instant(at);
  }
}
