import { type CurveOfRung, type JudgedRungs, rungOf } from '@applied-modeling/evaluation';
import { figure } from '../blocks.ts';
import { precisionRecall } from '../charts/precision-recall.ts';
import { decimal, estimate, percent } from '../format.ts';
import type { Figure, Tile } from '../page.ts';
import { steps, type Text } from '../screen.ts';
import { drawnAs } from '../theme.ts';

/** Precision and recall of every rung, the ceilings among them where there are any. */
export function rungsFigure(
  curves: readonly CurveOfRung[],
  { baseRate, ceilings }: { readonly baseRate: number; readonly ceilings: JudgedRungs['ceilings'] },
): Promise<Figure> {
  const drawn = curves.map((one) => ({ ...one, role: drawnAs(one.role) }));
  const leak = ceilings ? ' A curve above the observable ceiling would be a leak, not a triumph.' : '';
  return figure(
    'precision-recall',
    precisionRecall({ curves: drawn, baseRate }),
    `Precision and recall of every rung.${leak}`,
    'Left to right the queue grows; each curve shows which share of it is right.',
  );
}

export interface RungsTold extends JudgedRungs {
  readonly model: string;
  /** Slots of a list. */
  readonly k: number;
}

/** Rule → the simple learned rung → model → ceiling, in average precision and among the slots. */
export function rungFacts(
  told: RungsTold,
  words: Readonly<Record<'rule' | 'simple' | 'slots', string>>,
): Record<string, Text> {
  const { averagePrecision, ceilings, ladder, model, precisionAtK } = told;
  const [rule, simple] = [rungOf(ladder, 'incumbent'), rungOf(ladder, 'simple')];
  const above = ceilings && ceilings.gapClosed > 1 ? ': above the ceiling' : '';
  return {
    'average precision': steps(
      `${words.rule} ${decimal(rule.averagePrecision.estimate)}`,
      `${words.simple} ${decimal(simple.averagePrecision.estimate)}`,
      `${model} ${estimate(averagePrecision)}`,
      ...(ceilings ? [`ceiling ${decimal(ceilings.observable.estimate)}`] : []),
    ),
    [words.slots]: steps(
      `${words.rule} right ${percent(rule.precisionAtK)}`,
      `${model} ${percent(precisionAtK.precision)}`,
      `at most ${percent(precisionAtK.achievable)}`,
    ),
    'gap closed': ceilings
      ? `${percent(ceilings.gapClosed)} of the way from the rule to what anyone could know${above}`
      : 'unknown: your own data has no ceiling to compare with',
  };
}

/** Average precision, precision among the slots and the gap closed, beside the rule in use. */
export function rungTiles({ averagePrecision, ceilings, ladder, precisionAtK, k }: RungsTold): readonly Tile[] {
  const rule = rungOf(ladder, 'incumbent');
  const ceiling = ceilings ? `, ceiling ${decimal(ceilings.observable.estimate)}` : '';
  return [
    {
      label: 'average precision',
      value: decimal(averagePrecision.estimate),
      detail: `rule ${decimal(rule.averagePrecision.estimate)}${ceiling}`,
    },
    {
      label: `precision of the ${k} riskiest a week`,
      value: percent(precisionAtK.precision, 0),
      detail: `rule ${percent(rule.precisionAtK, 0)}`,
    },
    {
      label: 'gap closed',
      value: percent(ceilings?.gapClosed, 0),
      detail: ceilings ? 'from the rule to the ceiling' : 'unknown on your own data',
    },
  ];
}
