import { meanOrNull } from '../mean-known.ts';
import { type OffPolicyOptions, type OffPolicyValue, offPolicyValue } from '../off-policy/off-policy-value.ts';
import type { AskedPages } from './asked-pages.ts';
import type { RankedRung } from './climb-slates.ts';
import { type Ranking, slateOf } from './rank-candidates.ts';

/** Successes a slate of a policy, as logged slates tell, beside what it would really have. */
export interface PolicyValue extends OffPolicyValue {
  readonly name: string;
  /** By the truth; null where nobody knows it. */
  readonly onPolicy: number | null;
}

/** Slots that were shown on the pages, with what became of them; lists run parallel. */
export interface LoggedSlots {
  /** As `rows` of the pages, and the page. */
  readonly row: Uint32Array;
  readonly page: ArrayLike<number>;
  readonly position: Float32Array;
  readonly reward: ArrayLike<number>;
  readonly propensity: ArrayLike<number>;
}

export interface ValueOptions extends OffPolicyOptions {
  /** Items of the top of the logged rule that its lottery shuffles: below them the log is silent. */
  readonly shuffled: number;
  readonly rule: Ranking;
  /** What a model that has not learnt from these slates expects of rows at positions. */
  readonly expectedAt: (rows: Uint32Array, positions: Float32Array) => ArrayLike<number>;
}

/** Values rankings from the slates of another, by `offPolicyValue`. */
export function valueRankings(
  pages: AskedPages,
  logged: LoggedSlots,
  rungs: readonly RankedRung[],
  { rule, shuffled, expectedAt, ...options }: ValueOptions,
): readonly PolicyValue[] {
  const { row, page, ...told } = logged;
  const slots = { ...told, slate: page, expected: expectedAt(row, logged.position) };
  return rungs.map(({ name, ranking, pages: judged }) => {
    const slate = slotsOf(pages, ranking);
    const placed = new Map(Array.from(slate.rows, (one, at) => [one, slate.position[at]]));
    const expected = new Float64Array(pages.cluster.length);
    const chance = expectedAt(slate.rows, slate.position);
    for (let at = 0; at < slate.page.length; at++) expected[slate.page[at]] += chance[at];
    const target = Float64Array.from(row, (one, at) => Number(placed.get(one) === logged.position[at]));
    const log = {
      slots: { ...slots, target },
      slates: { expected, cluster: pages.cluster },
      unsupported: shareBeyond(pages, slate.candidates, rule, shuffled),
    };
    return { name, onPolicy: meanOrNull(judged.successes), ...offPolicyValue(log, options) };
  });
}

/** All slots that somebody would fill: the row, its page, and the position. */
export function slotsOf(pages: AskedPages, ranking: Ranking) {
  const slates = Array.from(pages.cluster, (_, page) => slateOf(pages, ranking, page));
  const candidates = Int32Array.from(slates.flatMap((slate) => [...slate]));
  return {
    candidates,
    rows: Uint32Array.from(candidates, (candidate) => pages.rows[candidate]),
    page: Int32Array.from(candidates, (candidate) => pages.page[candidate]),
    position: Float32Array.from(slates.flatMap((slate) => Array.from(slate, (_, at) => at + 1))),
  };
}

/** Of the slots: the share of items that stand too low with the rule for its lottery to lift them. */
function shareBeyond({ page, starts }: AskedPages, candidates: Int32Array, rule: Ranking, shuffled: number): number {
  const place = new Int32Array(rule.length);
  for (const [at, candidate] of rule.entries()) place[candidate] = at - starts[page[candidate]];
  return candidates.filter((candidate) => place[candidate] >= shuffled).length / candidates.length;
}
