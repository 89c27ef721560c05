import { rungOf } from '@applied-modeling/evaluation';
import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { Page } from './paging.ts';
import { isRight, type ServedWindow } from './served-window.ts';

/**
 * Who is paged how often, by the model and by the rule in force: by the day on which a run began, and by the shift of twelve hours
 * in which the page was sent. Days are in ms since 1970, and the lists of a day run parallel to them; of the teams those come
 * first that the model pages most.
 */
export function loadOf(window: ServedWindow) {
  const { set, rows, pagers, budget } = window;
  const [model, rule] = [rungOf(pagers, 'model').pages, rungOf(pagers, 'incumbent').pages];
  const dayOf = (at: number) => Math.floor(set.startedMs[rows[at]] / MS_PER_DAY) * MS_PER_DAY;
  const days = [...new Set(Array.from(rows.keys(), dayOf))].sort((a, b) => a - b);
  const byDay = (pages: readonly Page[]) => days.map((day) => pages.filter(({ at }) => dayOf(at) === day).length);
  const teamOf = (at: number) => set.team[rows[at]] ?? 'nobody known';
  const jobs = new Map<string, Set<string>>();
  for (const at of rows.keys()) jobs.set(teamOf(at), (jobs.get(teamOf(at)) ?? new Set()).add(set.jobId[rows[at]]));
  const all = [...jobs.values()].reduce((sum, own) => sum + own.size, 0);
  const teams = [...jobs].map(([team, own]) => {
    const pages = model.filter(({ at }) => teamOf(at) === team);
    const shifts = pages.map(({ pagedMs }) => Math.floor(pagedMs / (12 * MS_PER_HOUR)));
    return {
      ...{ team, jobs: own.size, pages: pages.length, rulePages: rule.filter(({ at }) => teamOf(at) === team).length },
      right: pages.filter((page) => isRight(window, page)).length,
      mostAShift: Math.max(0, ...shifts.map((shift) => shifts.filter((one) => one === shift).length)),
      byDay: byDay(pages),
      /** Its part of the budget, by its jobs. */
      share: (budget.pages * own.size) / all,
    };
  });
  teams.sort((a, b) => b.pages - a.pages || a.team.localeCompare(b.team));
  return { days, model: byDay(model), rule: byDay(rule), teams };
}
