import { applyCalibrator, rankScores, take } from '@applied-modeling/evaluation';
import { type ExplainedRows, explainRows, matrixAt, predictMargin } from '@applied-modeling/gbm';
import { candidates } from '../candidates.ts';
import type { CalibratedModel, Ingested } from '../domain.ts';
import { prices } from '../prices.ts';
import { features } from '../stages/2-features.ts';
import { takeModelColumns } from '../training-set/join-labels.ts';

/** The accounts to call first, most revenue at risk first, and what moved their scores. */
export interface NewestQueue {
  readonly accountId: readonly string[];
  readonly probability: Float64Array;
  /** Probability × ARR × margin; NaN where nobody knows what an account pays. */
  readonly atRiskUsd: Float64Array;
  readonly explained: ExplainedRows;
}

/** This week's decision: no label exists yet, and none is asked for. Null where the engine leaves no trees. */
export async function newestQueue(
  ingested: Ingested,
  { booster, calibrator }: CalibratedModel,
  length: number,
): Promise<NewestQueue | null> {
  if (booster === undefined) return null;
  const asked = await candidates(ingested, [ingested.calendar.historySteps]);
  const rows = await features(ingested, asked);
  const known = { names: rows.modelColumns, columns: takeModelColumns(rows) };
  const everyone = Uint32Array.from(rows.eligible.keys());
  const probability = applyCalibrator(calibrator, Float64Array.from(predictMargin(booster, matrixAt(known, everyone))));
  const arrUsd = take(rows.carried.arr_usd as Float64Array, rows.eligible);
  const atRiskUsd = probability.map((chance, at) => chance * arrUsd[at] * prices.grossMargin);
  const worth = atRiskUsd.map((usd, at) => (Number.isNaN(usd) ? probability[at] * 1e-9 : usd));
  const first = rankScores(worth).order.slice(0, length);
  const accountId = rows.spine.keys.account_id as readonly string[];
  return {
    accountId: Array.from(first, (at) => accountId[rows.eligible[at]]),
    probability: take(probability, first),
    atRiskUsd: take(atRiskUsd, first),
    explained: explainRows(booster, known, first),
  };
}
