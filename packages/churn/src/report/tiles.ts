import { rungOf } from '@applied-modeling/evaluation';
import { decimal, percent, range, type Tile, usd } from '@applied-modeling/report';
import { shippedQueue } from '../evaluation/money.ts';
import type { JudgedRun } from '../pipeline.ts';
import { calendarSettings } from '../settings.ts';

/** Four figures beside the verdict. */
export function tiles({ evaluation }: JudgedRun): readonly Tile[] {
  const { ceilings, k, ladder, precisionAtK } = evaluation;
  const rule = rungOf(ladder, 'incumbent');
  const best = shippedQueue(evaluation.money);
  return [
    {
      label: 'average precision',
      value: decimal(evaluation.averagePrecision.estimate),
      detail: `rule ${decimal(rule.averagePrecision.estimate)}${ceilings ? `, ceiling ${decimal(ceilings.observable.estimate)}` : ''}`,
    },
    {
      label: `precision of the ${k} riskiest a week`,
      value: percent(precisionAtK.precision, 0),
      detail: `rule ${percent(rule.precisionAtK, 0)}${best ? `; of the list that ships ${percent(best.precision, 0)}` : ''}`,
    },
    {
      label: 'gap closed',
      value: percent(ceilings?.gapClosed, 0),
      detail: ceilings ? 'from the rule to the ceiling' : 'unknown on your own data',
    },
    {
      label: `net value, ${calendarSettings.testSteps} weeks`,
      value: best ? usd(best.net.estimate) : 'unknown',
      detail: best ? range([best.net.low, best.net.high], usd) : 'no account has a revenue',
    },
  ];
}
