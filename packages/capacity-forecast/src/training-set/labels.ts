import { MS_PER_DAY } from '@applied-modeling/synthetic';
import { demandOfWeek } from '../demand.ts';
import type { Candidates, Labels } from '../domain.ts';
import { decisionHour } from '../forecast/candidates.ts';
import type { History } from '../forecast/history.ts';
import { servedAsOf } from '../forecast/panel.ts';
import { HOURS, maturesAfterDays } from '../label.ts';

/**
 * What became of the weeks that were planned: the demand of their hours, estimated from what is known at `knownAt`, an hour
 * after the epoch. A label matures sixteen days after its decision; until then the week is missing, however many of its hours
 * are known already: a week that is half over would be learnt as a week of half the demand.
 */
export function labels(
  { panel, demand }: Pick<History, 'panel' | 'demand'>,
  planned: Candidates,
  knownAt: number,
): Labels {
  const { rows, series, week, decidedAt } = planned;
  const asked = new Float32Array(rows * HOURS).fill(Number.NaN);
  const served = new Float32Array(rows * HOURS).fill(Number.NaN);
  for (let row = 0; row < rows; row++) {
    if (decisionHour(week[row]) + 24 * maturesAfterDays > knownAt) continue;
    asked.set(demandOfWeek(panel, demand, series[row], week[row], knownAt), row * HOURS);
    const first = series[row] * panel.hours + week[row] * HOURS;
    for (let hour = 0; hour < HOURS; hour++) served[row * HOURS + hour] = servedAsOf(panel, first + hour, knownAt);
  }
  return { demand: asked, served, maturesAt: decidedAt.map((at) => at + maturesAfterDays * MS_PER_DAY) };
}
