import { bootstrapAveragePrecision, type ClusteredRows } from '../bootstrap/bootstrap-average-precision.ts';
import type { ResamplingOptions } from '../bootstrap/cluster-bootstrap.ts';
import { pairedDifference } from '../bootstrap/paired-difference.ts';
import { type Interval, intervalOf } from '../interval.ts';
import { precisionAtK, type Slots } from '../metrics/precision-at-k.ts';
import type { RankedScores } from '../metrics/rank-scores.ts';
import { rocAuc } from '../metrics/roc-auc.ts';
import { type NamedRung, rungOf } from './roles.ts';

/** Somebody's way to order the rows. */
export interface Contender extends NamedRung {
  readonly ranking: RankedScores;
}

/** One rung of the ladder, judged. A ladder in dollars has other figures and the same difference. */
export interface Rung extends NamedRung {
  readonly averagePrecision: Interval;
  readonly precisionAtK: number;
  readonly rocAuc: number;
  /** Model − this rung, on the same resamples. */
  readonly modelMinusThis: Interval & { readonly excludesZero: boolean };
  /** Of the model alone: its average precision on every resample, by which runs on the same rows can be compared. */
  readonly resamples?: Float64Array;
}

/**
 * Judges every contender on the same rows: average precision with an interval, precision among the top k of every group, ROC
 * AUC, and the paired difference of the model from each. All are in one bootstrap, so a difference does not carry the luck of
 * the sample twice. Throws unless exactly one contender is the model.
 */
export function climbLadder(
  rows: ClusteredRows & { readonly group: ArrayLike<number> },
  contenders: readonly Contender[],
  { k, ...options }: ResamplingOptions & { readonly k: Slots },
): readonly Rung[] {
  const estimates = bootstrapAveragePrecision(
    rows,
    contenders.map(({ ranking }) => ranking),
    options,
  );
  const model = estimates[contenders.indexOf(rungOf(contenders, 'model'))];
  return contenders.map(({ name, role, ranking }, index) => ({
    name,
    role,
    averagePrecision: intervalOf(estimates[index]),
    precisionAtK: precisionAtK({ ...rows, score: ranking }, k).precision,
    rocAuc: rocAuc(rows.label, ranking, rows.weight),
    modelMinusThis: pairedDifference(model, estimates[index]),
    ...(role === 'model' && { resamples: model.replicates }),
  }));
}
