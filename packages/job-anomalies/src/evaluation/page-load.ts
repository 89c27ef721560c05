import { rungOf } from '@applied-modeling/evaluation';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import type { Page } from './paging.ts';
import type { ServedWindow } from './served-window.ts';

/**
 * How often the model and the rule in force page, and whom the model pages, by the day on which a run began. Days are in ms since
 * 1970, and the lists of a day run parallel to them; of the teams those come first that are paged most.
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
    /** `share` is its part of the budget, by its jobs. */
    return { team, pages: pages.length, byDay: byDay(pages), share: (budget.pages * own.size) / all };
  });
  teams.sort((a, b) => b.pages - a.pages || a.team.localeCompare(b.team));
  return { days, model: byDay(model), rule: byDay(rule), teams };
}
