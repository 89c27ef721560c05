import { rungOf } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent, usd } from '@applied-modeling/report';
import { BREAK_EVEN_AT, type MoneyTold, UTILISATION_BANDS } from '../evaluation/money.ts';
import type { JudgedRun } from '../pipeline.ts';
import { prices, routedUsd } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';

/** What a chance is for: whom to route, by how busy the pool is, and what that is worth. */
export async function decisionSection({ evaluation: { money } }: JudgedRun): Promise<report.Section> {
  const { placed, free, delaySweep } = money;
  const [model, rule] = [rungOf(placed.rungs, 'model'), rungOf(placed.rungs, 'incumbent')];
  return {
    title: 'Which queries go to the heavy pool, and what is that worth?',
    code: ['evaluation/money.ts', 'prices.ts'],
    blocks: [
      report.paragraph(
        `A query that fills an interactive pool of ${prices.poolCores} cores takes its minutes from everybody else; the heavy pool makes whoever asked wait ${prices.routeDelaySeconds} seconds more, $${decimal(routedUsd(), 2)}. So the same chance is worth routing when the pool is busy and not when it is idle: a fixed threshold is wrong most of the day.`,
      ),
      report.paragraph(
        `That would send ${count(rungOf(free.rungs, 'model').served)} queries. The heavy pool takes ${evaluateSettings.slotsPerThousandQueries} of a thousand. Within its places the model routes ${count(model.served)} and earns ${estimate(rule.modelMinusThis, usd)} more than the rule in force, and ${tellLead(placed)}, the best simpler rung. Were there a place for everybody, it would be ${tellLead(free)}.`,
      ),
      await breakEvenFigure(money),
      report.pricedTable(placed.rungs, { ...PRICED, caption: PLACED }),
      report.pricedTable(free.rungs, { ...PRICED, caption: FREE }),
      thresholdTable(money),
      await report.priceFigure(delaySweep, 'the delay'),
      actionTable(money),
    ],
  };
}

function breakEvenFigure({ breakEven }: MoneyTold): Promise<report.Figure> {
  const spec = report.backtest({
    metric: 'Chance from which routing pays, by utilisation of the interactive pool',
    periods: breakEven.map(({ utilisation }) => percent(utilisation, 0)),
    series: [{ name: 'break-even', values: breakEven.map(({ chance }) => Math.min(1, chance)) }],
    threshold: { value: 0.5, label: 'one half' },
  });
  return report.figure('break-even', spec, 'The threshold moves with the pool: idle, even a sure thing may stay.');
}

/** What the model earns beyond the best simpler rung. */
export function tellLead({ bestSimpler, modelMinusBest }: MoneyTold['placed']): string {
  return `${estimate(modelMinusBest, usd)} against ${bestSimpler.name}`;
}

const PRICED = { by: 'routes by', acted: 'routed' };
const PLACED =
  'Within the places of the heavy pool: everybody sends those of a day by which he expects to gain most, as if he saw the day at once.';
const FREE =
  'Were there a place for everybody. Everybody at the same prices. Each score is made a chance on the calibration days and routes where its expected harm exceeds the delay; “bytes scanned” is the rule in force with its fixed limit, “at one half” the model with a fixed threshold.';

function thresholdTable({ thresholds }: MoneyTold): report.Block {
  return report.table({
    caption:
      'Net value of the model at one threshold all day, were there a place for everybody, and at the moving one, which weighs the cost it expects as well, by how busy the pool was.',
    rows: thresholds.map(({ threshold, net }) => ({
      threshold: threshold === 'moving' ? 'moving with the pool' : decimal(threshold, 2),
      ...Object.fromEntries(UTILISATION_BANDS.map(({ band }, at) => [band, usd(net[at])])),
      together: usd(net.reduce((sum, one) => sum + one, 0)),
    })),
    emphasis: thresholds.findIndex(({ threshold }) => threshold === 'moving'),
  });
}

function actionTable({ actions }: MoneyTold): report.Block {
  return report.table({
    caption:
      'What else the same chance could trigger, each where it pays. In the last columns the chance from which it does, at a utilisation of so much; a dash: never.',
    rows: actions.map(({ action, acted, net, at }) => ({
      action,
      queries: count(acted),
      net: usd(net),
      ...Object.fromEntries(
        at.map((chance, n) => [`at ${percent(BREAK_EVEN_AT[n], 0)}`, chance > 1 ? '—' : percent(chance, 1)]),
      ),
    })),
  });
}
