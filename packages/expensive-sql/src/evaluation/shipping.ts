import { Refusal } from '@applied-modeling/command';
import { type Rung, type ShippedRung, shippedRanker } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { judgedWindow } from './judged-window.ts';
import { learned } from './scorers.ts';
import { ladderOf } from './slices.ts';

/**
 * The boosted trees ship only where they order queries better than the regressions by more than noise; otherwise the regressions
 * ship. Whether what ships is better than the rules that need no model is the gate's question. The choice is made on the days that
 * are reported; how little luck is in it show the worlds nobody tuned to, where the same rule chooses again.
 */
export function chooseModel(set: TrainingSet, fits: readonly CalibratedModel[], seed: number): ShippedRung<Rung> {
  const scorers = fits.map((fit) => learned(fit, fit.name === 'gbm' ? 'model' : 'simple'));
  const window = judgedWindow(set, fits[0], scorers, { truth: null, seed });
  const ladder = ladderOf(window, Uint32Array.from(window.rows.keys()));
  if (ladder !== null) return shippedRanker(ladder);
  const expensive = window.label.reduce((sum, one) => sum + one, 0);
  throw new Refusal('the test days cannot judge a model', [
    `query_history: ${expensive} queries of too few templates are expensive; bring more days`,
  ]);
}
