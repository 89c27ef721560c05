import * as charts from '@applied-modeling/report';
import { decimal, interval, percent, renderChart, type Section } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** Whether three in ten of those scored 30 % collapse. */
export async function calibrationSection({ evaluation }: JudgedRun): Promise<Section> {
  const names = { isotonic: 'isotonic', platt: 'Platt', none: 'raw' } as const;
  const chart = await renderChart(
    charts.reliability({
      methods: evaluation.calibration.map(({ method, bins }) => ({ name: names[method], bins })),
      histogram: evaluation.scoreHistogram,
    }),
  );
  return {
    title: 'Can a probability be multiplied by dollars?',
    code: [{ label: '5-calibrate.ts', href: '../../../packages/churn/src/stages/5-calibrate.ts' }],
    blocks: [
      {
        kind: 'figure',
        name: 'reliability',
        chart,
        caption: 'Predicted against observed collapse rates, with 95 % intervals.',
        reading: 'On the diagonal, of accounts scored 30 % three in ten collapse.',
      },
      {
        kind: 'table',
        table: {
          columns: [
            { title: 'method' },
            { title: 'slope', align: 'right' },
            { title: 'intercept', align: 'right' },
            { title: 'calibration error', align: 'right' },
            { title: 'Brier', align: 'right' },
            { title: 'log loss', align: 'right' },
          ],
          rows: evaluation.calibration.map((one) => [
            names[one.method],
            interval(one.slope.estimate, [one.slope.low, one.slope.high]),
            interval(one.intercept.estimate, [one.intercept.low, one.intercept.high]),
            percent(one.expectedCalibrationError, 2),
            decimal(one.brierScore, 5),
            decimal(one.logLoss, 4),
          ]),
        },
      },
      {
        kind: 'paragraph',
        text: `The Brier score is reliability ${decimal(evaluation.brier.reliability, 5)} − resolution ${decimal(evaluation.brier.resolution, 5)} + uncertainty ${decimal(evaluation.brier.uncertainty, 5)}, and two small terms for the spread inside bins.`,
      },
    ],
  };
}
