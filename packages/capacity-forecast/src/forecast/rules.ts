import { quantileOf, seasonalNaive, theta } from '@applied-modeling/evaluation';
import { type DemandModel, demandOfWeek } from '../demand.ts';
import type { Candidates, RuleName } from '../domain.ts';
import { incumbent, incumbentLevel } from '../incumbent.ts';
import { completeWeeksBack, HOURS } from '../label.ts';
import { costQuantile } from '../settings.ts';
import { decisionHour } from './candidates.ts';
import type { History } from './history.ts';
import type { Panel } from './panel.ts';

/**
 * Levels that simple rules would plan, from the same estimated demand and with nothing that is not known on the Thursday:
 * the newest complete week is two weeks older than the one being planned. Each aims at the cost quantile of the hours.
 *
 * One level a candidate; NaN before `firstWeek`, where nobody is compared with them.
 */
export function rules(
  { panel, demand }: History,
  planned: Candidates,
  firstWeek: number,
): Readonly<Record<RuleName, Float32Array>> {
  const found = Array.from(planned.week, (week, row) =>
    week < firstWeek ? null : planByRules(panel, demand, planned.series[row], week, decisionHour(week)),
  );
  const column = (name: RuleName) => Float32Array.from(found, (levels) => levels?.[name] ?? Number.NaN);
  const names = ['last week', 'seasonal naive', 'four-week maximum', 'theta'] as const;
  return Object.fromEntries(names.map((name) => [name, column(name)])) as Record<RuleName, Float32Array>;
}

type Rules = Readonly<Record<RuleName, number>>;

const WEEKS_BACK = 10;

export function planByRules(panel: Panel, demand: DemandModel, series: number, week: number, knownAt: number): Rules {
  const weeks = Array.from({ length: WEEKS_BACK }, (_, index) =>
    demandOfWeek(panel, demand, series, week - completeWeeksBack - index, knownAt),
  );
  const maximum = weeks[0].map((_, hour) => Math.max(...weeks.slice(0, 4).map((nodes) => nodes[hour])));
  const levels = weeks.map((nodes) => quantileOf(nodes, costQuantile));
  return {
    'last week': levels[0],
    'seasonal naive': seasonalNaive(weeks, completeWeeksBack, costQuantile),
    'four-week maximum': quantileOf(maximum, costQuantile),
    theta: theta(levels.reverse(), completeWeeksBack),
  };
}

/** The rule in use: a little above the 0.90 quantile of what was billed in the four newest complete weeks, of first bills. */
export function fourWeekRule(panel: Panel, series: number, week: number, knownAt: number): number {
  const { weeks } = incumbent;
  const first = series * panel.hours + (week - completeWeeksBack + 1 - weeks) * HOURS;
  const billedAt = (cell: number) => (panel.servedKnownAt[cell] <= knownAt ? panel.served[cell] : Number.NaN);
  return incumbentLevel(Float64Array.from({ length: weeks * HOURS }, (_, hour) => billedAt(first + hour)));
}
