/**
 * What things cost, in one place. All of it is assumed, in US dollars; every report sweeps the ratio of value to cost by
 * ×¼ … ×4 and says where the decision flips.
 */
export const prices = {
  contactUsd: 600 /* a customer success manager's time for one account */,
  grossMargin: 0.75 /* share of revenue that is kept when an account is */,
  saveRate: 0.1 /* chance that a contact saves a collapsing account, until a lottery shows another */,
} as const;
