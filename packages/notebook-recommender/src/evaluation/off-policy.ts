import { applyCalibrator, type PolicyValue, type RankedRung, valueRankings } from '@applied-modeling/evaluation';
import type { CalibratedModel } from '../domain.ts';
import { evaluateSettings } from '../settings.ts';
import { marginsPlaced } from '../training-set/margins.ts';
import type { JudgedPages } from './pages.ts';

/** Successes a slate, from the slates of the rule and its lottery. Null where nobody logged with what chance a notebook stood there. */
export function valuePolicies(
  pages: JudgedPages,
  model: CalibratedModel,
  { rungs, rule, seed }: { readonly rungs: readonly RankedRung[]; readonly rule: RankedRung; readonly seed: number },
): readonly PolicyValue[] | null {
  const { set, request } = pages;
  const pageOf = new Map(Array.from(request, (one, page) => [one, page]));
  const row = Uint32Array.from(set.request.keys()).filter(
    (one) => pageOf.has(set.request[one]) && set.propensity[one] > 0 && !Number.isNaN(set.y[one]),
  );
  if (row.length === 0) return null;
  const logged = {
    ...{ row, page: Int32Array.from(row, (one) => pageOf.get(set.request[one])!) },
    position: Float32Array.from(row, (one) => set.position[one]),
    reward: Float64Array.from(row, (one) => set.y[one]),
    propensity: Float64Array.from(row, (one) => set.propensity[one]),
  };
  const { replicates, level, offPolicy } = evaluateSettings;
  const expectedAt = (rows: Uint32Array, positions: Float32Array) =>
    applyCalibrator(model.calibrator, marginsPlaced(set, model, rows, positions));
  return valueRankings(pages, logged, rungs, { seed, replicates, level, ...offPolicy, rule: rule.ranking, expectedAt });
}
