import { applyCalibrator, averagePrecision, type FoldRows, fitIsotonic, take } from '@applied-modeling/evaluation';
import { type ColumnSet, matrixAt, predictMargin, train } from '@applied-modeling/gbm';
import type { CpuSeconds, TrainingSet } from '../domain.ts';
import { netOfRouting } from '../evaluation/money.ts';
import { trainSettings } from '../settings.ts';
import { censoringWeights, labelledRows } from '../training-set/censoring.ts';

/** A ranking of some rows and what its decisions net there. */
export interface Judged {
  readonly averagePrecision: number;
  readonly netUsd: number;
}

/** Margins of rows, from whatever a way of working looks at. */
export type Ranking = (rows: Uint32Array) => ArrayLike<number>;

/** The recipe of stage 4 on other columns or other rows: the plausible wrong way trains no worse a model. */
export function trainOn(
  set: TrainingSet,
  read: ColumnSet,
  rows: Pick<FoldRows, 'train' | 'stopping'>,
  seed: number,
): (read: ColumnSet) => Ranking {
  const { params, maximumRounds, earlyStoppingRounds } = trainSettings;
  const [dtrain, evalSet] = [rows.train, rows.stopping].map((of) => labelledRows(set, read, of));
  const booster = train({ ...params, seed }, dtrain, { numBoostRound: maximumRounds, earlyStoppingRounds, evalSet });
  return (served) => (of) => predictMargin(booster, matrixAt(served, of));
}

/** Makes margins chances on `calibrate`, and decides by them: each way of working by the same prices. */
export function judgeRanking(
  set: TrainingSet,
  { ranking, live = ranking }: { readonly ranking: Ranking; readonly live?: Ranking },
  { calibrate, judged }: { readonly calibrate: Uint32Array; readonly judged: Uint32Array },
  cpuSeconds: CpuSeconds,
): Judged {
  const weight = censoringWeights(set, calibrate);
  const calibrator = fitIsotonic(Float64Array.from(ranking(calibrate)), take(set.y, calibrate), { weight });
  const margin = Float64Array.from(live(judged));
  const chance = applyCalibrator(calibrator, margin);
  return {
    averagePrecision: averagePrecision(take(set.y, judged), margin, censoringWeights(set, judged)),
    netUsd: netOfRouting(set, judged, (at) => ({ chance: chance[at], cpuSeconds })),
  };
}
