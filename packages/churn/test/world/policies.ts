import type { IdsInTime } from '@applied-modeling/synthetic';
import type { Population } from '../../src/world/population.ts';
import type { Policy } from '../../src/world/stepper.ts';

/** Accounts that never change their id. */
export function ownIds({ entities }: Population): IdsInTime {
  const entityOf = Array.from({ length: entities }, (_, i) => i);
  return { ids: entityOf.map((i) => `account ${i}`), entityOf, idOf: (entity) => entity };
}

export const contactNobody: Policy = () => [];

/** Contacts every active entity of the list in one week. */
export function contactIn(week: number, entities: readonly number[]): Policy {
  return (past) => {
    if (past.week !== week) return [];
    const active = entities.filter((entity) => past.isActive(entity));
    return active.map((entity) => ({ entity, assignedBy: 'random', isContacted: true, propensity: 1 }));
  };
}
