import { expect, test } from 'vitest';
import { backtest } from '../src/charts/backtest.ts';
import { barOf, barsWithIntervals } from '../src/charts/bars-with-intervals.ts';
import { precisionRecall } from '../src/charts/precision-recall.ts';
import { queueLength } from '../src/charts/queue-length.ts';
import { sensitivity } from '../src/charts/sensitivity.ts';
import { timeline } from '../src/charts/timeline.ts';
import { usd } from '../src/format.ts';
import { type ChartSpec, renderChart } from '../src/render-chart.ts';
import { frames } from '../src/theme.ts';
import { demoCharts } from './demo-page.ts';

const names = Object.keys(demoCharts);

/** What a reader must find written in each drawing; the demo's data is in `demo-page.ts`. */
const labels: Record<string, readonly string[]> = {
  'precision-recall': [
    'gradient boosting',
    'logistic regression',
    'usage rule',
    'observable ceiling',
    'base rate 3.1%',
    'queue of 200',
  ],
  reliability: ['raw score', 'isotonic', 'Observed rate, with 95% interval', 'Cases by score', 'Predicted probability'],
  'queue-length': [
    'gradient boosting',
    'usage rule',
    'achievable maximum',
    'capacity 200',
    'Net value',
    'Queue length',
    '$0',
  ],
  backtest: ['gradient boosting', 'usage rule', 'observable ceiling', 'Precision at 200', 'week 131', 'alarm'],
  fan: ['Nodes', 'shaded: where four', 'planned', 'oracle', 'best in hindsight', 'week 131'],
  calendar: ['train', 'gap', 'calibration', 'test', 'label', 'fold 1', 'final', 'now'],
  'heat-map': ['team-12', '1 Apr', '21 Apr', 'up to 2', 'more than 2', '3'],
  ladder: ['prevalence', 'hand-written rule', 'gradient boosting', '0.242', 'ceiling'],
  contributions: [
    'average case',
    'active users, 28 days / 84 days = 0.31',
    'all others',
    'this case',
    '+1.12',
    '−0.27',
    '−1.43',
  ],
  timeline: ['Minutes', 'shaded: from the', 'a slowed run', 'old rule pages', 'model pages', 'broken code', 'Apr'],
  factors: ['Minutes', 'usual of this job', '100', '×4.60', '×0.80', 'should take', '368'],
  sensitivity: ['gradient boosting', '×0.25', '×4', '×1.3', 'Multiple of the assumed cost of one contact'],
};

test.each(names)('%s writes every name and label, on a wide screen and on a phone', async (name) => {
  const chart = await renderChart(demoCharts[name]);
  for (const svg of [chart.wide, chart.narrow]) {
    const written = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map((match) =>
      match[1].replaceAll(/<[^>]+>/g, ' ').trim(),
    );
    for (const label of labels[name]) expect(written.join(' ¦ ')).toContain(label);
  }
});

test.each(names)('%s has the same bytes whatever was drawn before', async (name) => {
  const first = await renderChart(demoCharts[name]);
  await renderChart(demoCharts.reliability);
  expect(await renderChart(demoCharts[name])).toEqual(first);
});

test.each(names)('%s fills its frame exactly: its letters have one size on every page', async (name) => {
  const chart = await renderChart(demoCharts[name]);
  for (const size of ['wide', 'narrow'] as const) {
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(chart[size])!;
    expect(Number(width)).toBe(frames[size].width);
    expect(Number(height)).toBeGreaterThan(120);
    expect(Number(height)).toBeLessThan(640);
  }
});

test.each(names)('%s says in words what it shows, and holds no script and no outside reference', async (name) => {
  const { wide, narrow, description } = await renderChart(demoCharts[name]);
  expect(description).toMatch(/^[A-Z].{20,}\.$/);
  for (const svg of [wide, narrow]) {
    expect(svg).toContain('role="img" aria-label="');
    expect(svg).not.toMatch(/<script|href=|NaN|undefined|Infinity/);
  }
});

const edgeCases: Record<string, ChartSpec> = {
  'a label at the right edge': sensitivity({
    assumption: 'price',
    multipliers: [0.25, 1, 4],
    policies: [{ name: 'only policy', netValue: [2, 1, -1] }],
    flips: [{ multiplier: 3.9 }],
  }),
  'an operating point at full recall': precisionRecall({
    curves: [
      {
        name: 'only score',
        points: [
          { recall: 0.5, precision: 1 },
          { recall: 1, precision: 0.5 },
        ],
      },
    ],
    baseRate: 0.5,
    operatingPoint: { recall: 1, precision: 0.5, label: 'the whole queue' },
  }),
  'a list whose ceiling is one of its policies': queueLength({
    lengths: [2, 8, 32],
    policies: [{ name: 'ceiling', role: 'ceiling', precision: [1, 0.9, 0.5], netValue: [1, 3, 2] }],
    chosen: { length: 8, label: 'budget' },
    axis: 'Pages a day',
  }),
  'runs of which nobody knows what happened': timeline({
    quantity: 'Minutes',
    points: [{ atMs: 0, value: 3, expected: 2, limit: 4, kind: 'a run' }],
    ...{ band: 'expected', kinds: ['a run', 'a slowed run'], episode: null, marks: [] },
  }),
  'weeks that were not measured': backtest({
    metric: 'Population stability index',
    format: '.2f',
    periods: ['156', '157', '158', '159'],
    series: [{ name: 'score', values: [0.05, Number.NaN, 0.07, Number.NaN] }],
    threshold: { value: 0.1, label: 'alarm at 0.10' },
  }),
  'bars on both sides of zero': barsWithIntervals({
    metric: 'Net value a week',
    write: usd,
    bars: [
      {
        name: 'a slice with a name so long that no gutter could ever hold all of it',
        value: -300,
        low: -500,
        high: -100,
      },
      { name: 'another', value: 900 },
    ],
  }),
};

test.each(Object.entries(edgeCases))('%s stays inside the frame', async (_, spec) => {
  const chart = await renderChart(spec);
  for (const size of ['wide', 'narrow'] as const) {
    expect(chart[size]).toContain(`viewBox="0 0 ${frames[size].width} `);
    expect(chart[size]).not.toMatch(/NaN|undefined|Infinity/);
  }
});

test('a bar is an estimate with its interval, in full colour where somebody says so', () => {
  const found = { estimate: 0.5, low: 0.4, high: 0.6, standardError: 0.05 };
  expect(barOf('gbm', found)).toEqual({ name: 'gbm', value: 0.5, low: 0.4, high: 0.6 });
  expect(barOf('gbm', found, true)).toEqual({ name: 'gbm', value: 0.5, low: 0.4, high: 0.6, emphasis: true });
});
