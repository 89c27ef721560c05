import type { Rung } from './climb-ladder.ts';
import { type ShippedRung, shippedRung } from './shipped-rung.ts';

/** Which rung of a ladder that orders rows ships: by average precision, of which more is better. */
export function shippedRanker(ladder: readonly Rung[]): ShippedRung<Rung> {
  return shippedRung(ladder, { figureOf: ({ averagePrecision }) => averagePrecision.estimate, better: 'higher' });
}
