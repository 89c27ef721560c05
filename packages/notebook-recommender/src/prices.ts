/**
 * What things cost, in one place. All of it is assumed, in US dollars; every report sweeps the price of noise by ×¼ … ×4 and says
 * where the decision flips.
 */
export const prices = {
  savedMinuteUsd: 1.2 /* of a data scientist */,
  minutesSaved: 4 /* by a suggestion that succeeds: of looking for it, or of writing it again */,
  slateSeconds: 30 /* five titles are read and a thread is lost, whether they help or not */,
} as const;

/** What a success is worth. */
export function successUsd(): number {
  return prices.minutesSaved * prices.savedMinuteUsd;
}

/** What a slate costs that helps nobody: the price of noise. */
export function slateUsd(): number {
  return (prices.slateSeconds / 60) * prices.savedMinuteUsd;
}
