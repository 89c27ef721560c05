import type { Directory } from './directory.ts';

export interface Access {
  grant(item: number, principal: number): void;
  revoke(item: number, principal: number): void;
  remove(item: number): void;
  mayOpen(person: number, item: number): boolean;
  /** How many items a person may open. */
  countFor(person: number): number;
}

/**
 * Who may open what, now. It is asked inside of every source, before an item is counted among the candidates: whoever filters
 * afterwards shows three suggestions to a small tenant, and by what is missing tells that something is there.
 *
 * A grant to another tenant's principal opens nothing: the wall between tenants stands whatever a row says.
 */
export function createAccess({ people, items, isOpenToAll }: Directory): Access {
  const granted = new Map<number, Set<number>>();
  const isGone = new Uint8Array(items.ids.length);
  const grantedTo = (principal: number) => granted.get(principal);
  const isInside = (person: number, item: number) =>
    items.tenants[item] === null || items.tenants[item] === people.tenants[person];

  const mayOpen = (person: number, item: number) => {
    if (isGone[item] === 1 || !isInside(person, item)) return false;
    if (isOpenToAll) return true;
    for (const principal of people.principals[person]) if (grantedTo(principal)?.has(item)) return true;
    return false;
  };
  return {
    mayOpen,
    grant(item, principal) {
      const items = granted.get(principal);
      if (items) items.add(item);
      else granted.set(principal, new Set([item]));
    },
    revoke(item, principal) {
      granted.get(principal)?.delete(item);
    },
    remove(item) {
      isGone[item] = 1;
    },
    countFor(person) {
      if (isOpenToAll) return items.ids.reduce((sum, _, item) => sum + Number(mayOpen(person, item)), 0);
      const [self, team, tenant] = people.principals[person].map((principal) => grantedTo(principal) ?? NOTHING);
      let count = 0;
      const isThere = (item: number) => isGone[item] === 0 && isInside(person, item);
      for (const item of self) count += Number(isThere(item));
      for (const item of team) count += Number(!self.has(item) && isThere(item));
      for (const item of tenant) count += Number(!self.has(item) && !team.has(item) && isThere(item));
      return count;
    },
  };
}

const NOTHING: ReadonlySet<number> = new Set();
