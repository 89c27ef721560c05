import * as charts from '@applied-modeling/report';
import { decimal, interval, percent, renderChart, type Section } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** Precision and recall of the model between the rules and the ceilings, and the ladder in figures. */
export async function rankingSection({ evaluation }: JudgedRun): Promise<Section> {
  const chart = await renderChart(charts.precisionRecall({ curves: evaluation.curves, baseRate: evaluation.baseRate }));
  const ceilings = evaluation.ceilings;
  return {
    title: 'How well does it rank?',
    code: [{ label: '6-evaluate.ts', href: '../../../packages/churn/src/stages/6-evaluate.ts' }],
    blocks: [
      {
        kind: 'paragraph',
        text: ceilings
          ? `The observable ceiling is what a forecaster reaches who knows how this world works and sees the same data; the clairvoyant ceiling also knows every hidden state. Average precision of the model is ${interval(evaluation.averagePrecision.estimate, [evaluation.averagePrecision.low, evaluation.averagePrecision.high])}, of the ceiling ${decimal(ceilings.observable.estimate)}: gap closed ${percent(ceilings.gapClosed)}.`
          : 'On your own data nobody knows how well anyone could have done: there is no ceiling and no gap closed.',
      },
      {
        kind: 'figure',
        name: 'precision-recall',
        chart,
        caption: ceilings
          ? 'Precision and recall of every rung. A curve above the observable ceiling would be a leak, not a triumph.'
          : 'Precision and recall of every rung.',
        reading: 'Left to right the queue grows; each curve shows which share of it is right.',
      },
      {
        kind: 'table',
        caption: 'The ladder. Differences are paired: both scores on the same resamples of accounts.',
        table: {
          columns: [
            { title: 'rung' },
            { title: 'average precision', align: 'right' },
            { title: 'precision at k', align: 'right' },
            { title: 'ROC AUC', align: 'right' },
            { title: 'model − this', align: 'right' },
          ],
          rows: evaluation.ladder.map((one) => [
            one.name,
            interval(one.averagePrecision.estimate, [one.averagePrecision.low, one.averagePrecision.high]),
            percent(one.precisionAtK),
            decimal(one.rocAuc),
            one.name === evaluation.model
              ? '—'
              : interval(one.modelMinusThis.estimate, [one.modelMinusThis.low, one.modelMinusThis.high]),
          ]),
        },
      },
      {
        kind: 'table',
        caption: 'Lift: how many times more collapses the riskiest accounts hold than as many drawn blindly.',
        table: {
          columns: [
            { title: 'riskiest' },
            { title: 'of all collapses', align: 'right' },
            { title: 'lift', align: 'right' },
          ],
          rows: evaluation.lift.map(({ fraction, captured, lift }) => [
            percent(fraction, 0),
            percent(captured),
            decimal(lift, 1),
          ]),
        },
      },
    ],
  };
}
