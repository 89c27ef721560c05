import { expect, test } from 'vitest';
import {
  coverageFigure,
  coverageTable,
  levelRows,
  levelsFan,
  levelsFigure,
  levelsSweepBlocks,
  tellCheapest,
} from '../src/index.ts';
import type { Block } from '../src/page.ts';

const around = (estimate: number, half: number) => ({
  estimate,
  low: estimate - half,
  high: estimate + half,
  standardError: half / 2,
});
const rung = (name: string, role: 'incumbent' | 'careless' | 'model' | 'oracle', dollars: number) => ({
  ...{ name, role, cost: around(dollars, 10), idle: 4, unmet: 2, shortShare: 0.25, mape: 0.5 },
  modelMinusThis: { ...around(100 - dollars, 5), mean: 0, excludesZero: true },
  aboveOracle: around(dollars - 90, 5),
});
const ladder = [rung('rule', 'incumbent', 120), rung('on usage', 'careless', 110), rung('ridge', 'model', 100)];
const sweep = {
  multipliers: [0.5, 1, 2],
  unmet: [1.5, 3, 6],
  quantiles: [0.7, 0.8, 0.9],
  rungs: ladder.map(({ name, role }) => ({ name, role, cost: [1, 2, 3] })),
  replanned: { cost: [1, 2, 2.5], meanLevel: [10, 12, 15] },
  cheapest: ['rule', 'ridge', 'ridge'],
};
const rowsOf = (block: Block) => (block.kind === 'table' ? block.rows.map((row) => Object.values(row)) : []);

test('a ladder of levels tells cost, difference, coverage and MAPE of every rung', () => {
  expect(levelRows(ladder).map((row) => Object.values(row))).toEqual([
    ['rule', '$120', '−$20 [−$25, −$15]', '75.0%', '50%'],
    ['on usage', '$110', '−$10 [−$15, −$5]', '75.0%', '50%'],
    ['ridge', '$100', '—', '75.0%', '50%'],
  ]);
});

test('its figure shows what each costs above the oracle, without the oracle, and names what is careless', async () => {
  const { chart } = await levelsFigure([...ladder, rung('oracle', 'oracle', 90)], '26 weeks', 'Cost.', 'How.');
  const drawn = chart.wide;
  expect(drawn).toContain('Cost above the oracle, 26 weeks');
  expect(drawn).toContain('on usage (careless)');
  expect(drawn).not.toContain('>oracle<');
  const blind = ladder.map((one) => ({ ...one, aboveOracle: null }));
  const cost = await levelsFigure(blind, '26 weeks', 'Cost.', 'How.');
  expect(cost.chart.wide).toContain('Cost, 26 weeks');
});

test('a sweep tells the right quantile at each price, and draws the model, the rungs named and those ever cheapest', async () => {
  const [figure, table] = await levelsSweepBlocks(sweep, 'unmet hour', { model: 'ridge', shown: [] });
  expect(rowsOf(table)).toEqual([
    ['$1.50', '70.0%', '10', 'rule'],
    ['$3.00', '80.0%', '12', 'ridge'],
    ['$6.00', '90.0%', '15', 'ridge'],
  ]);
  const drawn = figure.kind === 'figure' ? figure.chart.wide : '';
  expect(drawn).toContain('ridge, planned at that price');
  expect(drawn).not.toContain('on usage');
});

test('it says in a sentence where the decision flips, or that it holds', () => {
  expect(tellCheapest(sweep, 'unmet hour')).toBe(
    'Of the levels as planned, the cheapest are those of rule from ×0.5, of ridge from ×1 the price of an unmet hour.',
  );
  expect(tellCheapest({ ...sweep, cheapest: ['ridge', 'ridge', 'ridge'] }, 'unmet hour')).toContain(
    'those of ridge stay cheapest from a quarter to four times',
  );
});

test('coverage tells outcomes, rows and peaks apart, and marks the quantile that is planned', () => {
  const one = { level: 0.8, outcome: 0.81, row: 0.6, peak: 0.1, pinballLoss: 3, oraclePinballLoss: null };
  const table = coverageTable([one], 0.8, { outcomes: 'hours', rows: 'weeks', caption: 'Coverage.' });
  expect(table).toMatchObject({ emphasis: 0 });
  expect(rowsOf(table)).toEqual([['80.0%, planned', '81.0%', '60%', '10%', '3.00', '—']]);
});

test('a fan of levels names its quantiles, and an oracle only where there is one', async () => {
  const flat = (value: number) => Float32Array.of(value, value);
  const told = {
    ...{ periods: ['week 1', 'week 2'], levels: [0.1, 0.5, 0.9], planned: 1, oracle: null },
    ...{ forecast: [flat(1), flat(5), flat(9)], found: [flat(2), flat(6), flat(8)] },
  };
  const words = { quantity: 'Nodes', outcomes: 'hours', caption: 'The largest.', reading: 'So.' };
  const { chart, caption } = await levelsFan(told, words);
  expect(caption).toBe('The largest.');
  expect(chart.wide).toContain('forecast, 10% to 90% of hours');
  expect(chart.wide).not.toContain('>oracle<');
  const { chart: known } = await levelsFan({ ...told, oracle: flat(6) }, words);
  expect(known.wide).toContain('>oracle<');
});

test('coverage through time stands beside what was promised', async () => {
  const words = { periods: ['week 1', 'week 2'], metric: 'Hours under the level', caption: 'By week.' };
  const { chart, name } = await coverageFigure([0.8, 0.85], 5 / 6, words);
  expect(name).toBe('coverage-over-time');
  expect(chart.wide).toContain('promised 83.3%');
});
