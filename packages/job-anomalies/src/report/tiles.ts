import { rungOf } from '@applied-modeling/evaluation';
import { decimal, percent, range, type Tile, usd } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** Four figures beside the verdict. */
export function tiles({ evaluation: { paging, gapClosed } }: JudgedRun): readonly Tile[] {
  const [model, rule] = [rungOf(paging.policies, 'model'), rungOf(paging.policies, 'incumbent')];
  const { modelTimesThis: times } = rule;
  return [
    {
      label: `right of ${decimal(model.pagesPerDay, 1)} pages a day`,
      value: percent(model.precision.estimate, 0),
      detail: `rule ${percent(rule.precision.estimate, 0)}: ${range([times.low, times.high], (one) => decimal(one, 1))} times as many`,
    },
    {
      label: 'minutes to a right page',
      value: decimal(model.minutesToDetectP50, 0),
      detail: `median; rule ${decimal(rule.minutesToDetectP50, 0)}, of the pages it is right about`,
    },
    {
      label: 'gap closed',
      value: percent(gapClosed, 0),
      detail: gapClosed === null ? 'unknown on your own data' : 'from the rule to the ceiling',
    },
    { label: 'net value', value: usd(model.net.estimate), detail: `rule ${usd(rule.net.estimate)}` },
  ];
}
