import type { Policy } from '../../src/world/stepper.ts';

export const contactNobody: Policy = () => [];

/** Contacts every active entity of the list in one week. */
export function contactIn(week: number, entities: readonly number[]): Policy {
  return (past) => {
    if (past.week !== week) return [];
    const active = entities.filter((entity) => past.isActive(entity));
    return active.map((entity) => ({ entity, assignedBy: 'random', isContacted: true, propensity: 1 }));
  };
}
