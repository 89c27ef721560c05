import { percent, range, rungTiles, type Tile, usd } from '@applied-modeling/report';
import { shippedQueue } from '../evaluation/money.ts';
import type { JudgedRun } from '../pipeline.ts';
import { calendarSettings } from '../settings.ts';

/** Four figures beside the verdict. */
export function tiles({ evaluation }: JudgedRun): readonly Tile[] {
  const best = shippedQueue(evaluation.money);
  const [ranks, precise, closed] = rungTiles(evaluation);
  const ofShipped = best ? `; of the list that ships ${percent(best.precision, 0)}` : '';
  return [
    ranks,
    { ...precise, detail: `${precise.detail}${ofShipped}` },
    closed,
    {
      label: `net value, ${calendarSettings.testSteps} weeks`,
      value: best ? usd(best.net.estimate) : 'unknown',
      detail: best ? range([best.net.low, best.net.high], usd) : 'no account has a revenue',
    },
  ];
}
