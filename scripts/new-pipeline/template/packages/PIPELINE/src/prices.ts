/** What things cost, in one place; all of it assumed, in US dollars. */
export const prices = {
  serviceUsd: 400 /* a technician's half day */,
  failureUsd: 4000 /* a day of standstill */,
  preventedShare: 0.7 /* of failures, by a service the week before */,
} as const;

/** What a service earns on average where a failure has this chance. */
export function valueOfService(chance: number): number {
  return chance * prices.preventedShare * prices.failureUsd - prices.serviceUsd;
}
