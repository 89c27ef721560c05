import * as charts from '@applied-modeling/report';
import { type Block, count, decimal, interval, percent, renderChart, type Section } from '@applied-modeling/report';
import type { Interval } from '../domain.ts';
import { shortWeek } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';

/** Which weeks a manager should look into, and whether the chance can be believed. */
export async function shortageSection({ evaluation: { shortage } }: JudgedRun): Promise<Section> {
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
        reading: 'On the diagonal, of the weeks given a chance of 30 % three in ten run short.',
      },
      outlook(shortage),
    ],
  };
}

type Shortage = JudgedRun['evaluation']['shortage'];

function introduction(shortage: Shortage): string {
  const event = `Until the model is promoted, the levels of the rule in use are in force. A week runs short when more than ${percent(shortWeek.hoursShare, 0)} of its hours find fewer nodes than they ask for: ${percent(shortage.baseRate)} did at the level in force, ${percent(shortage.baseRateAsPlanned)} would have at the model's.`;
  return shortage.averagePrecision === null
    ? `${event} That is too few to say how well anybody can tell them apart.`
    : `${event} The chance is made of one number, how far the level in force lies below the one the model would plan: what the forecast knows and the rule does not is what announces a shortage.`;
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
        ...(shortage.averagePrecisionOfOracle ? [['oracle', ends(shortage.averagePrecisionOfOracle), '—']] : []),
        ['by lot', decimal(shortage.baseRate), percent(shortage.baseRate)],
      ],
    },
  };
}

function outlook({ outlook, k }: Shortage): Block {
  return {
    kind: 'table',
    caption:
      'The last week of the test as its Thursday saw it, likeliest shortage first: nodes in force and planned, and the share of hours with a stock-out in the four weeks before.',
    table: {
      columns: [
        { title: 'series' },
        { title: 'chance', align: 'right' },
        { title: 'in force', align: 'right' },
        { title: 'planned', align: 'right' },
        { title: 'stock-outs', align: 'right' },
        { title: 'ran short' },
      ],
      rows: outlook
        .slice(0, Math.max(k, 8))
        .map(({ series, chance, inForce, planned, stockoutShare, isShort }) => [
          series,
          percent(chance),
          count(inForce),
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
