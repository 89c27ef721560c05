/** The ladder of levels that are held, in dollars: what they cost, and what becomes of the choice as the price moves. */

import type { LevelsSweep, PricedLevels, QuantileCoverage } from '@applied-modeling/evaluation';
import { figure, table } from '../blocks.ts';
import { backtest } from '../charts/backtest.ts';
import { barOf, barsWithIntervals } from '../charts/bars-with-intervals.ts';
import { fan } from '../charts/fan.ts';
import { sensitivity } from '../charts/sensitivity.ts';
import { count, decimal, estimate, percent, usd } from '../format.ts';
import type { Block, Figure } from '../page.ts';

/** On the page and on the screen alike. */
export function levelRows(rungs: readonly PricedLevels[]) {
  return rungs.map(({ name, role, cost, modelMinusThis, shortShare, mape }) => ({
    'levels by': name,
    cost: usd(cost.estimate),
    'model − this [95 %]': role === 'model' ? '—' : estimate(modelMinusThis, usd),
    covered: percent(1 - shortShare),
    MAPE: percent(mape, 0),
  }));
}

/**
 * Every rung as a bar: what it costs above the oracle, or at all where nobody is one.
 *
 * @param over what the cost is summed over: `26 weeks`
 */
export function levelsFigure(rungs: readonly PricedLevels[], over: string, caption: string, how: string) {
  const isAbove = rungs.some(({ aboveOracle }) => aboveOracle !== null);
  const bars = rungs
    .filter(({ role }) => role !== 'oracle')
    .map((rung) => barOf(labelOf(rung), rung.aboveOracle ?? rung.cost, rung.role === 'model'));
  const metric = isAbove ? `Cost above the oracle, ${over}` : `Cost, ${over}`;
  return figure('cost-of-levels', barsWithIntervals({ metric, write: usd, bars }), caption, how);
}

function labelOf({ name, role }: PricedLevels): string {
  if (role === 'careless') return `${name} (careless)`;
  return role === 'ablation' ? `${name} (a part of the model)` : name;
}

/** What lies under each predicted quantile, and which of them is planned. */
export function coverageTable(
  coverage: readonly (QuantileCoverage & { readonly oraclePinballLoss: number | null })[],
  planned: number,
  { outcomes, rows, caption }: Readonly<Record<'outcomes' | 'rows' | 'caption', string>>,
): Block {
  return table({
    caption,
    rows: coverage.map((one) => ({
      quantile: `${percent(one.level)}${one.level === planned ? ', planned' : ''}`,
      [outcomes]: percent(one.outcome),
      [rows]: percent(one.row, 0),
      peaks: percent(one.peak, 0),
      'pinball loss': decimal(one.pinballLoss, 2),
      oracle: decimal(one.oraclePinballLoss, 2),
    })),
    emphasis: coverage.findIndex(({ level }) => level === planned),
  });
}

/** The levels of one place through time, by quantile, ascending. */
export interface LevelsThroughTime {
  readonly periods: readonly string[];
  readonly levels: readonly number[];
  /** Where the quantile that is planned stands among them. */
  readonly planned: number;
  readonly forecast: readonly Float32Array[];
  /** The same quantiles of what came. */
  readonly found: readonly Float32Array[];
  /** What the oracle would have planned; null where nobody is one. */
  readonly oracle: Float32Array | null;
}

/** What was forecast for a place, as a fan, what was planned of it, and what came. */
export function levelsFan(
  { periods, levels, planned, forecast, found, oracle }: LevelsThroughTime,
  words: Readonly<Record<'quantity' | 'outcomes' | 'caption' | 'reading', string>>,
): Promise<Figure> {
  const last = levels.length - 1;
  const [least, most] = [levels[0], levels[last]].map((level) => percent(level, 0));
  const spec = fan({
    ...{ quantity: words.quantity, periods },
    band: { name: `forecast, ${least} to ${most} of ${words.outcomes}`, low: forecast[0], high: forecast[last] },
    lines: [
      { name: 'planned', values: forecast[planned] },
      ...(oracle ? [{ name: 'oracle', role: 'ceiling', values: oracle } as const] : []),
    ],
    outcome: { name: 'best in hindsight', values: found[planned], low: found[0], high: found[last] },
  });
  return figure('fan-largest', spec, words.caption, words.reading);
}

/** Period by period, the share that lies under the level that was planned, beside the share it promised. */
export function coverageFigure(
  shares: readonly number[],
  promised: number,
  {
    periods,
    metric,
    caption,
  }: { readonly periods: readonly string[] } & Readonly<Record<'metric' | 'caption', string>>,
): Promise<Figure> {
  const series = [{ name: 'planned', values: shares }];
  const threshold = { value: promised, label: `promised ${percent(promised)}` };
  return figure('coverage-over-time', backtest({ metric, periods, series, threshold, fromZero: false }), caption);
}

/**
 * The levels as they were planned and as they would have been at each price of `what`, one that is missing: a figure with the
 * rungs that are named or ever cheapest, and a table.
 */
export async function levelsSweepBlocks(
  sweep: LevelsSweep,
  what: string,
  { model, shown }: { readonly model: string; readonly shown: readonly string[] },
): Promise<readonly Block[]> {
  return [await sweepFigure(sweep, what, model, shown), sweepTable(sweep, what)];
}

function sweepFigure(
  { multipliers, rungs, replanned, cheapest }: LevelsSweep,
  what: string,
  model: string,
  shown: readonly string[],
): Promise<Figure> {
  const isShown = ({ name, role }: (typeof rungs)[number]) =>
    [...shown, ...cheapest].includes(name) || ['incumbent', 'model', 'oracle'].includes(role);
  const drawn = rungs.filter(isShown).map(({ name, role, cost }) => {
    return { name, role: DRAWN[role] ?? ('baseline' as const), netValue: cost };
  });
  const policies = [...drawn, { name: `${model}, planned at that price`, netValue: replanned.cost }];
  return figure(
    'sensitivity',
    sensitivity({ metric: 'Cost', assumption: `price of an ${what}`, multipliers, policies }),
    `What the same levels cost when an ${what} costs a quarter to four times as much.`,
    'The distance between the two lines of the model is the price of believing the wrong price.',
  );
}

/** Whatever else is drawn beside the model is a baseline to it. */
const DRAWN: Readonly<Record<string, 'score' | 'ceiling'>> = { model: 'score', oracle: 'ceiling' };

function sweepTable({ multipliers, unmet, quantiles, replanned, cheapest }: LevelsSweep, what: string): Block {
  return table({
    caption:
      'The quantile that is right at each price, and the cheapest of the levels that were planned at the price of today.',
    words: ['cheapest as planned'],
    rows: multipliers.map((_, at) => ({
      [what]: `$${decimal(unmet[at], 2)}`,
      'right quantile': percent(quantiles[at]),
      'mean level at it': count(replanned.meanLevel[at]),
      'cheapest as planned': cheapest[at],
    })),
    emphasis: multipliers.indexOf(1),
  });
}

/** Which levels are cheapest as the price moves, in a sentence. */
export function tellCheapest({ multipliers, cheapest }: LevelsSweep, what: string): string {
  const turns = [...cheapest.keys()].filter((at) => cheapest[at] !== cheapest[at - 1]);
  const [first, ...others] = turns.map((at) => ({ name: cheapest[at], from: `×${multipliers[at]}` }));
  return others.length === 0
    ? `Of the levels as planned, those of ${first.name} stay cheapest from a quarter to four times the price of an ${what}.`
    : `Of the levels as planned, the cheapest are those of ${[first, ...others].map(({ name, from }) => `${name} from ${from}`).join(', of ')} the price of an ${what}.`;
}
