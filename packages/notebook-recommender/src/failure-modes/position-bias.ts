import type { CalibratedModel, TrainingSet } from '../domain.ts';
import type { JudgedPages } from '../evaluation/pages.ts';
import { marginsServed } from '../training-set/margins.ts';
import { POSITION } from '../training-set/model-columns.ts';
import { ndcgLive, ndcgOfClicks, trainOn } from './trial.ts';

/**
 * Position read as taste. Careless: clicks as the label and no column for the place, learnt on slates of the rule and judged on its clicks.
 * What the rule puts first is seen ten times as often as what it puts last, so the model learns the rule, and the judge likes it for
 * that.
 *
 * Correct is the model of the house: success as the label, the place among the columns and set to the first when it serves. By the same
 * judge it looks worse.
 */
export function positionBias(set: TrainingSet, model: CalibratedModel, pages: JudgedPages, seed: number) {
  const { test } = model.fold;
  const clicks = trainOn(set, { label: set.clicked, without: POSITION }, model, seed);
  const house = (rows: Uint32Array) => marginsServed(set, model, rows);
  const judge = (scores: typeof clicks) => ({
    offline: { score: ndcgOfClicks(set, test, scores) },
    live: { score: ndcgLive(pages, scores) },
  });
  return { careless: judge(clicks), correct: judge(house) };
}
