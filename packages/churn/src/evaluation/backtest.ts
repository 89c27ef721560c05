import { averagePrecision, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, Evaluation, TrainingSet } from '../domain.ts';
import { type TruthRows, truthOfAll } from './ceilings.ts';
import { csmRule } from './scorers.ts';
import { judgePart, openWindow, partOf, type Window } from './window.ts';

/** Week by week through the test window; a week with too few collapses is left out. */
export function backtest(
  set: TrainingSet,
  window: Window,
  margins: { readonly model: Float64Array; readonly rule: Float64Array },
  truth: TruthRows | null,
  seed: number,
): Evaluation['backtest'] {
  const weeks = [...new Set(window.week)].sort((a, b) => a - b);
  return weeks.flatMap((week) => {
    const part = partOf(set, window, (row) => set.week[row] === week);
    const scored = (score: Float64Array) => averagePrecision(part.label, take(score, part.at), part.weight);
    const model = judgePart(part, take(margins.model, part.at), seed);
    if (model === null) return [];
    return [{ week, model, rule: scored(margins.rule), observable: truth && scored(truth.observable) }];
  });
}

/** The same recipe a quarter, two, three and four earlier: what the bootstrap cannot know about refitting. */
export function judgeRolling(
  set: TrainingSet,
  rolling: readonly CalibratedModel[],
  known: TruthRows | null,
): Evaluation['rolling'] {
  return rolling.map(({ fold, scorer }) => {
    const { rows, label, weight } = openWindow(set, fold.test);
    const truth = truthOfAll(known, rows);
    return {
      name: fold.fold.name,
      averagePrecision: averagePrecision(label, scorer.margin(set, rows), weight),
      rule: averagePrecision(label, csmRule.margin(set, rows), weight),
      observable: truth ? averagePrecision(label, truth.observable, weight) : null,
    };
  });
}
