import { applyCalibrator } from '@applied-modeling/evaluation';
import { featureColumn, modelColumns } from '@applied-modeling/feature-store';
import { explainLearned, predictLearned } from '@applied-modeling/learned';
import { actOn, ofARule, type ScoredBatch } from '@applied-modeling/lifecycle';
import { reasons } from '@applied-modeling/report';
import type { QueryRows, ServedModel } from '../domain.ts';
import { expectedUsd, knownUtilisation, onEitherSide } from '../evaluation/outlook.ts';
import { isRouted } from '../incumbent.ts';
import { routedUsd } from '../prices.ts';
import { FEATURE_WORDS } from '../report/explain.ts';

/** What a row is, and what is done with those that are chosen. */
export const scored = { candidates: 'queries', chosen: 'to the heavy pool' } as const;

/**
 * The queries of a day, as the gateway would have decided each of them (`admission/`): routed is whatever is expected to take more from
 * the pool than the delay costs, and that difference is what acting is worth. Without a model the bytes rule routes.
 */
export function score(rows: QueryRows, model: ServedModel | null): ScoredBatch {
  const read = { ...modelColumns(rows), fingerprint: rows.fingerprint, notCompared: ['hour_of_day', 'day_of_week'] };
  return {
    decidedAt: rows.spine.decidedAt.reduce((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY),
    entityId: rows.statementId,
    ...(model === null ? byRule(rows) : byModel(rows, model, read)),
    read,
  };
}

type Scored = Omit<ScoredBatch, 'decidedAt' | 'entityId' | 'read'>;

function byModel({ utilisation }: QueryRows, model: ServedModel, read: ReturnType<typeof modelColumns>): Scored {
  const probability = applyCalibrator(model.calibrator, predictLearned(model.chance, read));
  const cost = predictLearned(model.cost, read).map((log) => model.costSmearing * Math.exp(log));
  const expected = probability.map(
    (chance, at) =>
      expectedUsd({ chance, cpuSeconds: onEitherSide(cost[at]) }, knownUtilisation(utilisation[at])) - routedUsd(),
  );
  const routed = Uint32Array.from(expected.keys()).filter((at) => expected[at] > 0);
  const explained = explainLearned(model.chance, read, routed);
  const names = { names: read.names, words: FEATURE_WORDS };
  return {
    ...{ score: expected, probability, expectedUsd: expected },
    ...actOn(expected.length, routed, (nth) => reasons(names, explained, nth, 1)),
  };
}

function byRule(rows: QueryRows): Scored {
  const gigabytes = Float64Array.from(featureColumn(rows, 'log_scan_gb'), (log) => Math.exp(log) || 0);
  const routed = Uint32Array.from(gigabytes.keys()).filter((at) => isRouted(gigabytes[at]));
  return {
    ...{ score: gigabytes, ...ofARule(gigabytes.length) },
    ...actOn(gigabytes.length, routed, (_, at) => [`${Math.round(gigabytes[at])} GB to read`]),
  };
}
