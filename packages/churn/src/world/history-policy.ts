import { randomStream } from '@applied-modeling/synthetic';
import { contactDesign, isListed, watchList } from '../incumbent.ts';
import { SIGNAL_INDEX, SIGNALS, seasonFactor } from './planted.ts';
import type { Past, Policy, WatchListEntry } from './stepper.ts';

/**
 * How customer success managers picked accounts during the history: by the incumbent rule, of the weeks that are over. Nine in
 * ten newly listed accounts are contacted, except the persistent holdout, which never is; that lottery is what later makes the
 * effect of a contact identifiable.
 */
export function historyPolicy(seed: number): Policy {
  const random = randomStream(seed, 'csm-rule');
  return (past) => {
    const entries: WatchListEntry[] = [];
    for (let i = 0; i < past.people.entities; i++) {
      if (!past.isActive(i) || past.week - past.lastFlagged[i] < watchList.weeks) continue;
      if (!isFlagged(past, i)) continue;
      const propensity = past.people.isHoldout[i] === 1 ? 0 : contactDesign.contactShare;
      const isContacted = random.uniform(i, past.week) < propensity;
      entries.push({ entity: i, assignedBy: 'rule', isContacted, propensity });
    }
    return entries;
  };
}

function isFlagged(past: Past, entity: number): boolean {
  let tickets = 0;
  let recent = 0;
  let base = 0;
  const observed = Math.min(12, past.week, past.week - past.people.signupWeek[entity]);
  if (observed < 4) return false;
  for (let back = 1; back <= observed; back++) {
    const week = past.weeks[past.week - back];
    const dbu = week.dbu[entity] / seasonFactor(week.week);
    base += dbu;
    if (back > 4) continue;
    recent += dbu;
    tickets += week.counts[entity * SIGNALS.length + SIGNAL_INDEX.tickets];
  }
  return isListed(tickets, recent / 4 / (base / observed));
}
