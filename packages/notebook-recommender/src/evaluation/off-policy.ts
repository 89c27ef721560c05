import { applyCalibrator, type OffPolicyValue, offPolicyValue } from '@applied-modeling/evaluation';
import type { CalibratedModel } from '../domain.ts';
import { evaluateSettings } from '../settings.ts';
import { marginsPlaced } from '../training-set/margins.ts';
import type { RankedRung } from './ladder.ts';
import { type JudgedPages, meanDefined } from './pages.ts';
import { type Ranking, slateOf } from './rank-candidates.ts';

/** Successes a slate of a policy, as the slates of the rule and its lottery tell, beside what it would really have. */
export interface PolicyValue extends OffPolicyValue {
  readonly name: string;
  /** By the truth; null where nobody knows it. */
  readonly onPolicy: number | null;
}

/** Null where nobody logged with what chance a notebook stood where it did. */
export function valuePolicies(
  pages: JudgedPages,
  model: CalibratedModel,
  { rungs, rule, seed }: { readonly rungs: readonly RankedRung[]; readonly rule: Ranking; readonly seed: number },
): readonly PolicyValue[] | null {
  const { set, request } = pages;
  const pageOf = new Map(Array.from(request, (one, page) => [one, page]));
  const slots = Uint32Array.from(set.request.keys()).filter(
    (row) => pageOf.has(set.request[row]) && set.propensity[row] > 0 && !Number.isNaN(set.y[row]),
  );
  if (slots.length === 0) return null;
  const chanceAt = (rows: Uint32Array, positions: Float32Array) =>
    applyCalibrator(model.calibrator, marginsPlaced(set, model, rows, positions));
  const position = Float32Array.from(slots, (row) => set.position[row]);
  const logged = {
    slate: Int32Array.from(slots, (row) => pageOf.get(set.request[row])!),
    ...{ position, expected: chanceAt(slots, position) },
    reward: Float64Array.from(slots, (row) => set.y[row]),
    propensity: Float64Array.from(slots, (row) => set.propensity[row]),
  };
  return rungs.map(({ name, ranking, pages: judged }) => {
    const slate = slotsOf(pages, ranking);
    const placed = new Map(Array.from(slate.rows, (row, at) => [row, slate.position[at]]));
    const expected = new Float64Array(request.length);
    for (const [at, chance] of chanceAt(slate.rows, slate.position).entries()) expected[slate.page[at]] += chance;
    const log = {
      slots: { ...logged, target: Float64Array.from(slots, (row) => Number(placed.get(row) === set.position[row])) },
      slates: { expected, cluster: pages.cluster },
      unsupported: shareBeyond(pages, slate.candidates, rule),
    };
    const value = offPolicyValue(log, { seed, ...evaluateSettings, ...evaluateSettings.offPolicy });
    return { name, onPolicy: meanDefined(judged.successes), ...value };
  });
}

/** All slots that somebody would fill: the row of the set, its page, and the position. */
export function slotsOf(pages: JudgedPages, ranking: Ranking) {
  const slates = Array.from(pages.request, (_, page) => slateOf(pages, ranking, page));
  const candidates = Int32Array.from(slates.flatMap((slate) => [...slate]));
  return {
    candidates,
    rows: Uint32Array.from(candidates, (candidate) => pages.rows[candidate]),
    page: Int32Array.from(candidates, (candidate) => pages.page[candidate]),
    position: Float32Array.from(slates.flatMap((slate) => Array.from(slate, (_, at) => at + 1))),
  };
}

/** Of the slots: the share of notebooks that stand too low with the rule for its lottery to lift them. */
function shareBeyond({ page, starts }: JudgedPages, candidates: Int32Array, rule: Ranking): number {
  const place = new Int32Array(rule.length);
  for (const [at, candidate] of rule.entries()) place[candidate] = at - starts[page[candidate]];
  const isBeyond = (candidate: number) => place[candidate] >= evaluateSettings.offPolicy.shuffled;
  return candidates.filter(isBeyond).length / candidates.length;
}
