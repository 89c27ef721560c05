import type { Rung } from './climb-ladder.ts';
import { rungOf } from './roles.ts';

/**
 * How much of the way from the rule in force to the ceiling the model has gone, in average precision:
 * (model − incumbent) / (ceiling − incumbent). Null where the ladder has no ceiling, as on a person's own data.
 */
export function gapClosed(ladder: readonly Rung[]): number | null {
  if (!ladder.some(({ role }) => role === 'ceiling')) return null;
  const [rule, model, ceiling] = (['incumbent', 'model', 'ceiling'] as const).map(
    (role) => rungOf(ladder, role).averagePrecision.estimate,
  );
  return (model - rule) / (ceiling - rule);
}
