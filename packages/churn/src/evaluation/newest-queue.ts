import { applyCalibrator, rankScores, take } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { type ExplainedRows, explainRows, matrixAt, predictMargin } from '@applied-modeling/gbm';
import { candidates } from '../candidates.ts';
import type { CalibratedModel, Ingested } from '../domain.ts';
import { prices } from '../prices.ts';
import { features } from '../stages/2-features.ts';
import { takeModelColumns } from '../training-set/join-labels.ts';
import { type ContactEffect, keptSharesOf } from './contact-effect.ts';

/** The accounts to call first, by what a contact is worth, and what moved their scores. */
export interface NewestQueue {
  readonly accountId: readonly string[];
  readonly probability: Float64Array;
  /** Probability × effect × ARR × margin; NaN where nobody knows what an account pays. */
  readonly worthUsd: Float64Array;
  readonly explained: ExplainedRows;
}

/** This week's decision: no label exists yet, and none is asked for. Null where the engine leaves no trees. */
export async function newestQueue(
  ingested: Ingested,
  { booster, calibrator }: CalibratedModel,
  effects: readonly ContactEffect[],
  length: number,
): Promise<NewestQueue | null> {
  if (booster === undefined) return null;
  const asked = await candidates(ingested, [ingested.calendar.historySteps]);
  const rows = await features(ingested, asked);
  const known = { names: rows.modelColumns, columns: takeModelColumns(rows) };
  const everyone = Uint32Array.from(rows.eligible.keys());
  const probability = applyCalibrator(calibrator, Float64Array.from(predictMargin(booster, matrixAt(known, everyone))));
  const arrUsd = take(rows.carried.arr_usd as Float64Array, rows.eligible);
  const kept = keptSharesOf(effects, take(featureColumn(rows, 'tickets_28d'), rows.eligible));
  const worthUsd = probability.map((chance, at) => chance * kept[at] * arrUsd[at] * prices.grossMargin);
  // Whose revenue nobody knows comes after all others, by risk; whoever is known not to be worth a call is not called.
  const score = worthUsd.map((usd, at) => (Number.isNaN(usd) ? probability[at] * 1e-9 : usd));
  const order = rankScores(score).order.filter((at) => !(worthUsd[at] <= prices.contactUsd));
  const first = order.slice(0, length);
  const accountId = rows.spine.keys.account_id as readonly string[];
  return {
    accountId: Array.from(first, (at) => accountId[rows.eligible[at]]),
    probability: take(probability, first),
    worthUsd: take(worthUsd, first),
    explained: explainRows(booster, known, first),
  };
}
