import * as charts from '@applied-modeling/report';
import { type Block, count, decimal, interval, percent, renderChart, type Section } from '@applied-modeling/report';
import type { Interval } from '../domain.ts';
import { shortWeek } from '../label.ts';
import type { TrainRun } from '../pipeline.ts';

/** Which planned weeks a manager should look into, and whether the chance can be believed. */
export async function shortageSection({ evaluation: { shortage } }: TrainRun): Promise<Section> {
  const chart = await renderChart(
    charts.reliability({ methods: [{ name: 'isotonic', bins: shortage.bins }], histogram: shortage.histogram }),
  );
  return {
    title: 'Which weeks should somebody look into?',
    code: [{ label: 'label.ts', href: '../../../packages/capacity-forecast/src/label.ts' }],
    blocks: [
      { kind: 'paragraph', text: introduction(shortage) },
      ranking(shortage),
      {
        kind: 'figure',
        name: 'reliability',
        chart,
        caption: `Predicted against observed shortages, with 95 % intervals: slope ${ends(shortage.slope)}, expected error ${percent(shortage.expectedCalibrationError, 2)}.`,
        reading: 'On the diagonal, of the weeks given a chance of 5 % one in twenty runs short.',
      },
      outlook(shortage),
    ],
  };
}

type Shortage = TrainRun['evaluation']['shortage'];

function introduction({ baseRate, averagePrecision, averagePrecisionOfStockouts }: Shortage): string {
  const event = `A week runs short when more than ${percent(shortWeek.hoursShare, 0)} of its hours find fewer nodes than they ask for; ${percent(baseRate)} of planned weeks did.`;
  if (averagePrecision === null) return `${event} That is too few to say how well anybody can tell them apart.`;
  return (
    `${event} Average precision of the model's chance is ${ends(averagePrecision)}, of recent stock-outs ${ends(averagePrecisionOfStockouts)}. ` +
    'A good level leaves little to tell: whatever announces a shortage has been planned for, and what remains comes unannounced.'
  );
}

function ranking(shortage: Shortage): Block {
  return {
    kind: 'table',
    caption: `The ${shortage.k} likeliest of every week, which is what a manager can look into. A perfect order would be right ${percent(shortage.achievable, 0)} of the time.`,
    table: {
      columns: [
        { title: 'ordered by' },
        { title: 'average precision', align: 'right' },
        { title: `right among ${shortage.k} a week`, align: 'right' },
      ],
      rows: [
        ['chance', ends(shortage.averagePrecision), percent(shortage.precisionAtK)],
        ['recent stock-outs', ends(shortage.averagePrecisionOfStockouts), percent(shortage.precisionAtKOfStockouts)],
        ['by lot', decimal(shortage.baseRate), percent(shortage.baseRate)],
      ],
    },
  };
}

function outlook({ outlook, k }: Shortage): Block {
  return {
    kind: 'table',
    caption:
      'The last week of the test as its Thursday saw it, likeliest shortage first: nodes planned, and the share of hours with a stock-out in the four weeks before.',
    table: {
      columns: [
        { title: 'series' },
        { title: 'chance', align: 'right' },
        { title: 'nodes', align: 'right' },
        { title: 'stock-outs', align: 'right' },
        { title: 'ran short' },
      ],
      rows: outlook
        .slice(0, Math.max(k, 8))
        .map(({ series, chance, planned, stockoutShare, isShort }) => [
          series,
          percent(chance),
          count(planned),
          percent(stockoutShare),
          isShort ? 'yes' : 'no',
        ]),
    },
  };
}

function ends(value: Interval | null): string {
  return value ? interval(value.estimate, [value.low, value.high]) : '—';
}
