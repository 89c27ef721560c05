import { averagePrecision, type RankedScores, rankScores } from '@applied-modeling/evaluation';
import type { CalibratedModel, Evaluation, TrainingSet, TruthRows } from '../domain.ts';
import { denseNumbers } from '../queue-money.ts';
import { csmRule } from '../scorers.ts';
import { evaluateSettings } from '../settings.ts';
import { bootstrap, hasEnoughPositives, interval, openWindow, type Window } from './window.ts';

/** Week by week through the test window; a week with too few collapses is left out. */
export function backtest(
  window: Window,
  model: RankedScores,
  rule: RankedScores,
  truth: TruthRows | null,
  seed: number,
): Evaluation['backtest'] {
  return [...new Set(window.week)]
    .sort((a, b) => a - b)
    .flatMap((week) => {
      const at = Uint32Array.from(window.rows.keys()).filter((position) => window.week[position] === week);
      const take = (values: ArrayLike<number>) => Float64Array.from(at, (position) => values[position]);
      const label = Float32Array.from(take(window.label));
      const weight = Float32Array.from(take(window.weight));
      const cluster = denseNumbers(Int32Array.from(take(window.cluster)));
      const part: Window = { rows: at, label, weight, week: Int32Array.from(take(window.week)), cluster };
      if (!hasEnoughPositives(part)) return [];
      return [
        {
          week,
          model: interval(bootstrap(part, seed, [rankScores(take(model.score))], evaluateSettings.partReplicates)[0]),
          rule: averagePrecision(label, take(rule.score), weight),
          observable: truth ? averagePrecision(label, take(truth.observable), weight) : null,
        },
      ];
    });
}

/** The same recipe a quarter, two, three and four earlier: what the bootstrap cannot know about refitting. */
export async function judgeRolling(
  set: TrainingSet,
  rolling: readonly CalibratedModel[],
  truthOf: (rows: Uint32Array) => Promise<TruthRows | null>,
): Promise<Evaluation['rolling']> {
  const judged = rolling.map(async ({ fold, scorer }) => {
    const { rows, label, weight } = openWindow(set, fold.test);
    const truth = await truthOf(rows);
    return {
      name: fold.fold.name,
      averagePrecision: averagePrecision(label, scorer.margin(set, rows), weight),
      rule: averagePrecision(label, csmRule.margin(set, rows), weight),
      observable: truth ? averagePrecision(label, truth.observable, weight) : null,
    };
  });
  return Promise.all(judged);
}
