import { averagePrecision, rankScores } from '@applied-modeling/evaluation';
import type { CalibratedModel, Evaluation, TrainingSet, TruthRows } from '../domain.ts';
import { take } from '../rows.ts';
import { csmRule } from '../scorers.ts';
import { evaluateSettings } from '../settings.ts';
import { mapInTurn } from './in-turn.ts';
import { bootstrap, hasEnoughPositives, interval, openWindow, type Window } from './window.ts';

/** Week by week through the test window; a week with too few collapses is left out. */
export async function backtest(
  set: TrainingSet,
  window: Window,
  margins: { readonly model: Float64Array; readonly rule: Float64Array },
  truth: TruthRows | null,
  seed: number,
): Promise<Evaluation['backtest']> {
  const weeks = [...new Set(window.week)].sort((a, b) => a - b);
  const judged = await mapInTurn(weeks, (week) => {
    const at = Uint32Array.from(window.rows.keys()).filter((position) => window.week[position] === week);
    const part = openWindow(set, take(window.rows, at));
    if (!hasEnoughPositives(part)) return [];
    const { label, weight } = part;
    const ranked = [rankScores(take(margins.model, at))];
    return [
      {
        week,
        model: interval(bootstrap(part, seed, ranked, evaluateSettings.partReplicates)[0]),
        rule: averagePrecision(label, take(margins.rule, at), weight),
        observable: truth ? averagePrecision(label, take(truth.observable, at), weight) : null,
      },
    ];
  });
  return judged.flat();
}

/** The same recipe a quarter, two, three and four earlier: what the bootstrap cannot know about refitting. */
export function judgeRolling(
  set: TrainingSet,
  rolling: readonly CalibratedModel[],
  truth: TruthRows | null,
): Evaluation['rolling'] {
  return rolling.map(({ fold, scorer }) => {
    const { rows, label, weight } = openWindow(set, fold.test);
    return {
      name: fold.fold.name,
      averagePrecision: averagePrecision(label, scorer.margin(set, rows), weight),
      rule: averagePrecision(label, csmRule.margin(set, rows), weight),
      observable: truth ? averagePrecision(label, take(truth.observable, rows), weight) : null,
    };
  });
}
