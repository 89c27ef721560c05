import { bootstrapSums } from '../bootstrap/bootstrap-sums.ts';
import type { ResamplingOptions } from '../bootstrap/cluster-bootstrap.ts';
import { type Interval, intervalOf } from '../interval.ts';
import { assertRows, denseNumbers } from '../rows.ts';
import { effectiveSampleSize } from './effective-sample-size.ts';
import { importanceWeights } from './importance-weights.ts';

/** Slates as they were logged, beside another policy that was never shown to anybody. */
export interface LoggedSlates {
  /** Slots that were shown: lists run parallel. */
  readonly slots: {
    /** Into `slates`. */
    readonly slate: ArrayLike<number>;
    /** From 1. */
    readonly position: ArrayLike<number>;
    readonly reward: ArrayLike<number>;
    /** Chance that the logged policy put this item at this position. */
    readonly propensity: ArrayLike<number>;
    /** The same of the other policy; 0 or 1 where it draws no lots. */
    readonly target: ArrayLike<number>;
    /** The reward that a model expects of this item at this position. It must not have learnt from these slates. */
    readonly expected: ArrayLike<number>;
  };
  readonly slates: {
    /** The reward that the model expects of the whole slate the other policy would have shown. */
    readonly expected: ArrayLike<number>;
    /** Such as the user: what is resampled. */
    readonly cluster: ArrayLike<unknown>;
  };
  /** Of the slots the other policy would have shown: the share that the logged one could not have. */
  readonly unsupported: number;
}

/** Rewards a slate of the other policy, by each estimator, and whether they say anything. */
export interface OffPolicyValue {
  readonly inversePropensity: Interval;
  /** Biased downwards, and its interval does not know: shown to teach that. */
  readonly clipped: Interval;
  readonly selfNormalised: Interval;
  readonly doublyRobust: Interval;
  /** The reward model on its own: no better than the model. */
  readonly direct: Interval;
  /** Of the position that is known least. */
  readonly effectiveSampleSize: number;
  readonly verdict: { readonly kind: 'known' } | { readonly kind: 'cannot tell'; readonly why: string };
}

/** What a log has to hold before its figures are believed, and where weights are clipped. */
export interface OffPolicyOptions extends ResamplingOptions {
  readonly clipAt: number;
  readonly fewestEffective: number;
  readonly mostUnsupported: number;
}

/**
 * The value of a policy from the slates of another, by the item-position model (Li, Abbasi-Yadkori, Kveton, Muthukrishnan, Vinay &
 * Wen 2018): the reward of a slate is the sum over its positions, and that of a position depends on its item alone. A logged slot
 * then speaks for the other policy wherever that would have shown the same item at the same position, whatever stood around it.
 *
 * With weight w = target / propensity of a slot, reward r and the model's expectation q:
 *
 *   inverse propensity   Σ w·r / slates
 *   self-normalised      Σ over positions of Σ w·r / Σ w                    (Swaminathan & Joachims 2015); 0 where no slot weighs
 *   doubly robust        (Σ q of the other slate + Σ w·(r − q)) / slates    (Dudík, Langford & Li 2011)
 *
 * Intervals resample clusters. Where few slots agree all of them are too narrow, so the verdict comes first: below so many
 * effective slots at some position, or with too much of the other policy out of reach of the log, nobody can tell.
 */
export function offPolicyValue(log: LoggedSlates, options: OffPolicyOptions): OffPolicyValue {
  const weight = importanceWeights(log.slots);
  const effective = Math.min(...effectiveByPosition(log, weight));
  const sums = sumByCluster(log, weight, importanceWeights(log.slots, options.clipAt));
  const positions = sums.weight.length;
  const columns = [sums.slates, sums.clipped, sums.correction, sums.direct, ...sums.weight, ...sums.reward];
  const estimates = bootstrapSums(columns, options, ([slates, clipped, correction, direct, ...others]) => {
    const [weights, rewards] = [others.slice(0, positions), others.slice(positions)];
    const shares = rewards.map((reward, at) => (weights[at] > 0 ? reward / weights[at] : 0));
    return [total(rewards) / slates, clipped / slates, total(shares), (direct + correction) / slates, direct / slates];
  });
  const [inversePropensity, clipped, selfNormalised, doublyRobust, direct] = estimates.map(intervalOf);
  return {
    ...{ inversePropensity, clipped, selfNormalised, doublyRobust, direct },
    effectiveSampleSize: effective,
    verdict: judge(effective, log.unsupported, options),
  };
}

function judge(
  effective: number,
  unsupported: number,
  { fewestEffective, mostUnsupported }: OffPolicyOptions,
): OffPolicyValue['verdict'] {
  if (effective < fewestEffective)
    return { kind: 'cannot tell', why: `${effective.toFixed(1)} effective slots, expected ${fewestEffective}` };
  if (unsupported > mostUnsupported)
    return { kind: 'cannot tell', why: `the log could not show ${(100 * unsupported).toFixed(0)} % of the slots` };
  return { kind: 'known' };
}

function effectiveByPosition({ slots }: LoggedSlates, weight: Float64Array): readonly number[] {
  const last = weight.reduce((most, _, slot) => Math.max(most, slots.position[slot]), 1);
  return Array.from({ length: last }, (_, at) =>
    effectiveSampleSize(weight.filter((_, slot) => slots.position[slot] === at + 1)),
  );
}

/** Whatever the estimators add up, one sum a cluster. */
function sumByCluster({ slots, slates }: LoggedSlates, weight: Float64Array, clipped: Float64Array) {
  assertRows('offPolicyValue', { ...slots });
  const cluster = denseNumbers(slates.cluster);
  const clusters = cluster.reduce((most, id) => Math.max(most, id + 1), 0);
  const sums = () => new Float64Array(clusters);
  const positions = weight.reduce((most, _, slot) => Math.max(most, slots.position[slot]), 0);
  const of = { slates: sums(), clipped: sums(), correction: sums(), direct: sums() };
  const [weights, rewards] = [0, 1].map(() => Array.from({ length: positions }, sums));
  for (const [slate, id] of cluster.entries()) {
    of.slates[id] += 1;
    of.direct[id] += slates.expected[slate];
  }
  for (const [slot, one] of weight.entries()) {
    const [id, at] = [cluster[slots.slate[slot]], slots.position[slot] - 1];
    weights[at][id] += one;
    rewards[at][id] += one * slots.reward[slot];
    of.clipped[id] += clipped[slot] * slots.reward[slot];
    of.correction[id] += one * (slots.reward[slot] - slots.expected[slot]);
  }
  return { ...of, weight: weights, reward: rewards };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
