import { expect, test } from 'vitest';
import { figure } from '../src/blocks.ts';
import { barsWithIntervals } from '../src/charts/bars-with-intervals.ts';

test('a figure is drawn with its caption, and without a reading where there is none', async () => {
  const spec = barsWithIntervals({ metric: 'score', bars: [{ name: 'rule', value: 0.1 }] });
  const drawn = await figure('ladder', spec, 'The rule leads.');
  expect(Object.keys(drawn)).toEqual(['kind', 'name', 'chart', 'caption']);
  expect(drawn.chart.wide).toContain('<svg');
  expect((await figure('ladder', spec, 'The rule leads.', 'Longer is better.')).reading).toBe('Longer is better.');
});
