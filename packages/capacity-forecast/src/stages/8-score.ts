import { applyCalibrator, expectedLevelCost } from '@applied-modeling/evaluation';
import { fromXgboostJson } from '@applied-modeling/gbm';
import { type Champion, ofARule, type ScoredBatch } from '@applied-modeling/lifecycle';
import { reasons } from '@applied-modeling/report';
import { correctionPart, type FeatureRows, type modelParts, type PlanningModel } from '../domain.ts';
import { FEATURE_WORDS } from '../features.ts';
import { explainCorrection, forecastQuantiles, planLevels, shortfallMargin } from '../forecast/plan.ts';
import { HOURS } from '../label.ts';
import { prices } from '../prices.ts';
import { breakerSettings, plannedAt } from '../settings.ts';

/** What a row is, and what is done with those that are chosen. */
export const scored = { candidates: 'series', chosen: 'to change' } as const;

/** Of the champion's folder; null where the rule plans. */
export function scoringModel(champion: Champion<typeof modelParts>): PlanningModel | null {
  if (champion.kind === 'rule') return null;
  const { folder, parts } = champion;
  const isLine = folder.kind === 'rule';
  const correction = isLine
    ? folder.parts({ rule: correctionPart }).rule.correction
    : fromXgboostJson(folder.text('model.json'));
  return { correction, shifts: parts.plan.shifts, calibrator: parts.calibrator };
}

/**
 * The levels of the coming week. Rows come by how far the plan lies from what is in force, in nodes; acted on is whatever differs.
 * The chance is that the level in force runs short, and the worth what its week costs more than that of the plan, both by the
 * quantiles of the forecast. Without a model the rule plans what it always planned, and there is nothing to change.
 *
 * A plan that trips the breaker is held back and named, in the place its distance gives it: the level stays until somebody looks.
 */
export function score(known: FeatureRows, model: PlanningModel | null): ScoredBatch {
  const rows = Uint32Array.from({ length: known.rows }, (_, row) => row);
  const inForce = known.provisioned;
  const asked = model === null ? inForce : planLevels(model, known, rows);
  const isHeld = asked.map((nodes, row) => Number(trips(nodes, inForce[row])));
  const planned = asked.map((nodes, row) => (isHeld[row] ? inForce[row] : nodes));
  const ofRule = { ...ofARule(known.rows), reasons: known.slices.family.map(() => []) };
  const told = model === null ? ofRule : judged(known, model, rows, planned);
  const held = (row: number) => [`held back: ${asked[row]} nodes asked for, ${inForce[row]} in force`];
  return {
    decidedAt: known.decidedAt[0],
    entityId: Array.from(known.series, (series) => known.seriesIds[series]),
    score: Float64Array.from(asked, (nodes, row) => Math.abs(nodes - inForce[row])),
    quantity: Float64Array.from(planned),
    isChosen: Uint8Array.from(asked, (nodes, row) => Number(nodes !== inForce[row])),
    ...told,
    reasons: told.reasons.map((why, row) => (isHeld[row] ? held(row) : why)),
    read: known,
  };
}

/** The circuit breaker: plans do not move a level so far in a week, and a unit that changed does. */
export function trips(asked: number, inForce: number): boolean {
  return Math.max(asked, inForce) > breakerSettings.mostTimes * Math.min(asked, inForce);
}

function judged(known: FeatureRows, model: PlanningModel, rows: Uint32Array, planned: Float32Array) {
  const { levels, quantiles } = forecastQuantiles(model, known, rows);
  const usd = { idle: HOURS * prices.idleNodeHourUsd, unmet: HOURS * prices.unmetNodeHourUsd };
  const cost = (nodes: ArrayLike<number>, row: number) =>
    expectedLevelCost(nodes[row], { levels, quantiles: quantiles.map((of) => of[row]) }, usd);
  const explained = explainCorrection(model, known)?.(rows);
  const names = { names: known.names, words: FEATURE_WORDS };
  return {
    probability: applyCalibrator(model.calibrator, shortfallMargin(quantiles[plannedAt], known, rows)),
    expectedUsd: Float64Array.from(rows, (row) => cost(known.provisioned, row) - cost(planned, row)),
    reasons: Array.from(rows, (row) => (explained ? reasons(names, explained, row) : [])),
  };
}
