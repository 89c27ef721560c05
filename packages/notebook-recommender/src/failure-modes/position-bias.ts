import type { CalibratedModel, TrainingSet } from '../domain.ts';
import type { JudgedPages } from '../evaluation/pages.ts';
import { marginsServed } from '../training-set/margins.ts';
import { POSITION } from '../training-set/model-columns.ts';
import { ndcgLive, ndcgOfClicks, type Scores, trainOn } from './trial.ts';

/**
 * Position read as taste. Careless: clicks as the label and no column for the place, learnt on slates of the rule and judged on its clicks.
 * What the rule puts first is seen ten times as often as what it puts last, so the model learns the rule, and the judge likes it for
 * that. Correct is the model of the house: success as the label, the place among the columns and set to the first when it serves. By the
 * same judge it looks worse.
 *
 * Two things differ between them. `unplaced`, which learns success and ignores the place, tells which of them costs how much.
 */
export function positionBias(set: TrainingSet, model: CalibratedModel, pages: JudgedPages, seed: number) {
  const { test } = model.fold;
  const [clicks, successes] = [set.clicked, set.y].map((label) =>
    trainOn(set, { label, without: POSITION }, model, seed),
  );
  const house: Scores = (rows) => marginsServed(set, model, rows);
  const judge = (scores: Scores) => ({
    offline: { score: ndcgOfClicks(set, test, scores) },
    live: { score: ndcgLive(pages, scores) },
  });
  return { careless: judge(clicks), unplaced: judge(successes), correct: judge(house) };
}
