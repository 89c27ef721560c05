import type { LiftPoint } from '@applied-modeling/evaluation';
import { table } from '../blocks.ts';
import { decimal, percent } from '../format.ts';
import type { Block } from '../page.ts';

/**
 * Which share of what happens the top of a ranking holds.
 *
 * @param of what happens, and who are ranked by its risk: `['failures', 'jobs']`
 */
export function liftTable(
  points: readonly LiftPoint[],
  [events, cases]: readonly [events: string, cases: string],
): Block {
  return table({
    caption: `Lift: how many times more ${events} the riskiest ${cases} hold than as many drawn blindly.`,
    rows: points.map(({ fraction, captured, lift }) => ({
      riskiest: percent(fraction, 0),
      [`of all ${events}`]: percent(captured),
      lift: decimal(lift, 1),
    })),
  });
}
