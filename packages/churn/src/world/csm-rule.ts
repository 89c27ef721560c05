import { randomStream } from '@applied-modeling/synthetic';
import { SIGNAL_INDEX, SIGNALS } from './planted.ts';
import { seasonFactor } from './season.ts';
import type { Past, Policy, WatchListEntry } from './stepper.ts';

/**
 * How customer success managers picked accounts during the history: a burst of tickets or a drop in usage puts an account on
 * the watch-list for half a year; nine in ten newly listed accounts are contacted, except the persistent holdout, which never
 * is. The randomisation is what later makes the effect of a contact identifiable.
 */
export const csmRuleSettings = {
  tickets28d: 4 /* a healthy account files about 0.6 in four weeks */,
  usageRatio28To84: 0.78,
  watchWeeks: 26 /* no second entry within half a year */,
  contactShare: 0.9 /* of the listed accounts outside the holdout */,
} as const;

export function csmRule(seed: number): Policy {
  const random = randomStream(seed, 'csm-rule');
  return (past) => {
    const entries: WatchListEntry[] = [];
    for (let i = 0; i < past.people.entities; i++) {
      if (!past.isActive(i) || past.week - past.lastFlagged[i] < csmRuleSettings.watchWeeks) continue;
      if (!isFlagged(past, i)) continue;
      const isContacted = past.people.isHoldout[i] === 0 && random.uniform(i, past.week) < csmRuleSettings.contactShare;
      const propensity = past.people.isHoldout[i] === 1 ? 0 : csmRuleSettings.contactShare;
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
  const ratio = recent / 4 / (base / observed);
  return tickets >= csmRuleSettings.tickets28d || ratio < csmRuleSettings.usageRatio28To84;
}
