import type { EarlierFold, JudgedStep } from '@applied-modeling/evaluation';
import { figure, table } from '../blocks.ts';
import { backtest } from '../charts/backtest.ts';
import { decimal } from '../format.ts';
import type { Block, Figure } from '../page.ts';

/** Average precision step by step through a test window: of the model, of the rule in use and, where it is known, of the ceiling. */
export function stepsFigure(
  judged: readonly JudgedStep[],
  { step, rule, entities }: Readonly<Record<'step' | 'rule' | 'entities', string>>,
): Promise<Figure> {
  const ceilings = judged.flatMap(({ ceiling }) => ceiling ?? []);
  const spec = backtest({
    metric: 'average precision',
    periods: judged.map((one) => `${step} ${one.step}`),
    series: [
      {
        ...{ name: 'model', role: 'score', values: judged.map(({ model }) => model.estimate) },
        low: judged.map(({ model }) => model.low),
        high: judged.map(({ model }) => model.high),
      },
      { name: rule, role: 'baseline', values: judged.map((one) => one.rule) },
      ...(ceilings.length === judged.length ? [{ name: 'ceiling', role: 'ceiling', values: ceilings } as const] : []),
    ],
  });
  const bands = `Bands are 95 % intervals from resampling the ${entities} of that ${step}.`;
  const caption = `${step[0].toUpperCase()}${step.slice(1)} by ${step} through the test window.`;
  return figure('backtest', spec, caption, bands);
}

/** The same recipe, fitted and judged earlier. */
export function rollingTable(folds: readonly EarlierFold[], rule: string): Block {
  return table({
    caption:
      'The same recipe fitted and judged earlier, with less history each time; each is named by its first test week. The bootstrap cannot know this spread.',
    rows: folds.map((fold) => ({
      fold: fold.name,
      model: decimal(fold.averagePrecision),
      [rule]: decimal(fold.rule),
      ceiling: decimal(fold.observable),
    })),
  });
}
