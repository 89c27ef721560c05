import { applyCalibrator, type Calibrator, rankScores, take } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { type Booster, explainRows, fromXgboostJson, matrixAt, predictMargin } from '@applied-modeling/gbm';
import { actOn, type Champion, ofARule, type ScoredBatch } from '@applied-modeling/lifecycle';
import { reasons } from '@applied-modeling/report';
import type { FeatureRows, modelParts } from '../domain.ts';
import { keptSharesOf } from '../evaluation/contact-effect.ts';
import { FEATURE_WORDS } from '../features.ts';
import { isListed, urgency } from '../incumbent.ts';
import { prices } from '../prices.ts';
import { takeModelColumns } from '../training-set/join-labels.ts';

/** What a row is, and what is done with those that are chosen. */
export const scored = { candidates: 'accounts', chosen: 'to contact' } as const;
/** What acting on one costs. */
export const actUsd = prices.contactUsd;

/** Trees, what turns their margins into chances, and what a contact keeps of them: `queue.json` of the model's folder. */
export interface ScoringModel {
  readonly booster: Booster;
  readonly calibrator: Calibrator;
  readonly queue: { readonly share: number; readonly keptShares: readonly number[] };
}

/** Of the champion's folder; null where the rule scores. */
export function scoringModel(champion: Champion<typeof modelParts>) {
  if (champion.kind === 'rule') return null;
  return { booster: fromXgboostJson(champion.folder.text('model.json')), ...champion.parts };
}

/**
 * This week's decision: everybody who is eligible, by what a contact is worth, and of those who are called why. No label exists yet, and
 * none is asked for. Without a model the rule in force orders them and calls whom it lists.
 */
export function score(rows: FeatureRows, model: ScoringModel | null): ScoredBatch {
  const { eligible, spine } = rows;
  const accountId = spine.keys.account_id as readonly string[];
  const read = { names: rows.modelColumns, columns: takeModelColumns(rows), fingerprint: rows.fingerprint };
  const scored = model === null ? byRule(rows) : byModel(rows, model, read);
  return {
    decidedAt: spine.decidedAt[eligible[0]],
    entityId: Array.from(eligible, (row) => accountId[row]),
    ...scored,
    read,
  };
}

type Scored = Omit<ScoredBatch, 'decidedAt' | 'entityId' | 'read'>;

/** The worth of a contact is chance × what a contact keeps × a year's gross margin; whoever is not worth the price is not called. */
function byModel(rows: FeatureRows, { booster, calibrator, queue }: ScoringModel, read: ScoredBatch['read']): Scored {
  const { eligible } = rows;
  const known = { names: read.names, columns: read.columns as readonly Float32Array[] };
  const everyone = Uint32Array.from(eligible.keys());
  const probability = applyCalibrator(calibrator, Float64Array.from(predictMargin(booster, matrixAt(known, everyone))));
  const arrUsd = take(rows.carried.arr_usd as Float64Array, eligible);
  const kept = keptSharesOf(queue.keptShares, take(featureColumn(rows, 'tickets_28d'), eligible));
  const expectedUsd = probability.map((chance, at) => chance * kept[at] * arrUsd[at] * prices.grossMargin);
  // Whose revenue nobody knows comes after all others, by risk.
  const score = expectedUsd.map((usd, at) => (Number.isNaN(usd) ? probability[at] * 1e-9 : usd));
  const worthIt = rankScores(score).order.filter((at) => !(expectedUsd[at] <= prices.contactUsd));
  const chosen = worthIt.slice(0, Math.round(queue.share * eligible.length));
  const explained = explainRows(booster, known, chosen);
  const names = { names: read.names, words: FEATURE_WORDS };
  return {
    ...{ score, probability, expectedUsd },
    ...actOn(score.length, chosen, (nth) => reasons(names, explained, nth, 1)),
  };
}

function byRule(rows: FeatureRows): Scored {
  const [tickets, ratio] = ['tickets_28d', 'usage_ratio_28_84'].map((name) =>
    take(featureColumn(rows, name), rows.eligible),
  );
  const score = Float64Array.from(tickets, (count, at) => urgency(count || 0, ratio[at]));
  const listed = Uint32Array.from(score.keys()).filter((at) => isListed(tickets[at] || 0, ratio[at]));
  const why = (_: number, at: number) => [
    `tickets, 28 days = ${tickets[at] || 0}`,
    `usage: 28 days over 84 = ${ratio[at].toFixed(2)}`,
  ];
  return { score, ...ofARule(score.length), ...actOn(score.length, listed, why) };
}
