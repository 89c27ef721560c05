import { applyCalibrator, type Calibrator, rankScores } from '@applied-modeling/evaluation';
import { featureColumn, modelMatrix, type TrainingSet } from '@applied-modeling/feature-store';
import { type Booster, explainRows, fromXgboostJson, predictMargin } from '@applied-modeling/gbm';
import { actOn, type Champion, ofARule, type ScoredBatch } from '@applied-modeling/lifecycle';
import { reasons } from '@applied-modeling/report';
import type { modelParts } from '../domain.ts';
import { isServiced } from '../incumbent.ts';
import { valueOfService } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';

/** What a row is, and what is done with those that are chosen. */
export const scored = { candidates: 'machines', chosen: 'to service' } as const;

/** Trees, and what turns their margins into chances. */
export interface ScoringModel {
  readonly booster: Booster;
  readonly calibrator: Calibrator;
}

/** Of the champion's folder; null where the rule scores. */
export function scoringModel(champion: Champion<typeof modelParts>): ScoringModel | null {
  if (champion.kind === 'rule') return null;
  return { booster: fromXgboostJson(champion.folder.text('model.json')), calibrator: champion.parts.calibrator };
}

/** This week's machines, by what a service is worth: the best of them have a slot, if they are worth one at all. */
export function score(rows: TrainingSet, model: ScoringModel | null): ScoredBatch {
  const read = { names: rows.modelColumns, columns: modelMatrix(rows), fingerprint: rows.fingerprint };
  return {
    decidedAt: rows.spine.decidedAt[0],
    entityId: rows.spine.keys.machine_id as readonly string[],
    ...(model === null ? byRule(rows) : byModel(model, read)),
    read,
  };
}

type Scored = Omit<ScoredBatch, 'decidedAt' | 'entityId' | 'read'>;

function byModel(
  { booster, calibrator }: ScoringModel,
  read: Omit<ScoredBatch['read'], 'columns'> & ModelColumns,
): Scored {
  const probability = applyCalibrator(calibrator, Float64Array.from(predictMargin(booster, read.columns)));
  const expectedUsd = probability.map(valueOfService);
  const worthIt = rankScores(expectedUsd).order.filter((row) => expectedUsd[row] > 0);
  const chosen = worthIt.slice(0, evaluateSettings.slots);
  const explained = explainRows(booster, read, chosen);
  const why = (nth: number) => reasons({ names: read.names }, explained, nth, 1);
  return { score: expectedUsd, probability, expectedUsd, ...actOn(expectedUsd.length, chosen, why) };
}

interface ModelColumns {
  readonly columns: readonly Float32Array[];
}

function byRule(rows: TrainingSet): Scored {
  const errors = Float64Array.from(featureColumn(rows, 'errors_7d'), (count) => count || 0);
  const listed = Uint32Array.from(errors.keys()).filter((row) => isServiced(errors[row]));
  const why = (_: number, row: number) => [`errors, 7 days = ${errors[row]}`];
  return { score: errors, ...ofARule(errors.length), ...actOn(errors.length, listed, why) };
}
