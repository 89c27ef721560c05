import { judgeRanking, meanKnown, ndcgAtK, rankCandidates, take } from '@applied-modeling/evaluation';
import { matrixAt, predictMargin, train } from '@applied-modeling/gbm';
import type { TrainedModel, TrainingSet } from '../domain.ts';
import type { JudgedPages } from '../evaluation/pages.ts';
import { evaluateSettings, trainSettings } from '../settings.ts';
import { columnsWithout } from '../training-set/model-columns.ts';

/** Scores of some rows, larger first. */
export type Scores = (rows: Uint32Array) => ArrayLike<number>;

/** The trees of stage 4 on another label and other columns: the plausible wrong way trains no worse a model. */
export function trainOn(
  set: TrainingSet,
  { label, without }: { readonly label: Float32Array; readonly without: string },
  { fold }: Pick<TrainedModel, 'fold'>,
  seed: number,
): Scores {
  const { params, maximumRounds: numBoostRound, earlyStoppingRounds } = trainSettings;
  const read = columnsWithout(set, without);
  const labelled = (rows: Uint32Array) => matrixAt(read, rows, { label });
  const booster = train({ ...params, seed }, labelled(fold.train), {
    ...{ numBoostRound, earlyStoppingRounds },
    evalSet: labelled(fold.stopping),
  });
  return (rows) => predictMargin(booster, matrixAt(read, rows));
}

/** NDCG@5 of the slates by these scores, if they are shown: by the truth, on the whole permitted catalogue. */
export function ndcgLive(pages: JudgedPages, scores: Scores): number {
  const { ndcg } = judgeRanking(pages, rankCandidates(pages, Float64Array.from(scores(pages.rows))));
  return meanKnown(ndcg);
}

/** NDCG@5 of what was clicked, among what was shown: all that a log of slates can be asked by somebody who forgets the place. */
export function ndcgOfClicks(set: TrainingSet, rows: Uint32Array, scores: Scores): number {
  const shown = { relevance: take(set.clicked, rows), group: take(set.request, rows) };
  return ndcgAtK({ ...shown, score: Float64Array.from(scores(rows)) }, evaluateSettings.slate).mean!;
}
