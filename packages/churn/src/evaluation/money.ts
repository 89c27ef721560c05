import {
  applyCalibrator,
  type Contender,
  type NamedRung,
  precisionAtK,
  rankScores,
  take,
} from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { prices } from '../prices.ts';
import { queueSettings } from '../settings.ts';
import type { TruthRows } from './ceilings.ts';
import { type PriceSweep, priceQueues, type QueueMoney, serveQueue, sweepContactPrice } from './queue-money.ts';
import { csmRule } from './scorers.ts';

export interface JudgedMoney {
  readonly money: readonly QueueMoney[];
  readonly queueLengths: LengthSweep;
  readonly sensitivity: PriceSweep;
}

/** Every list runs parallel to `lengths`, the slots of a week, ascending. */
export interface LengthSweep {
  readonly lengths: readonly number[];
  readonly achievable: readonly number[];
  readonly policies: readonly (NamedRung & Readonly<Record<'precision' | 'netUsd', readonly number[]>>)[];
}

/**
 * Dollars on every eligible account of the window, contacted in history or not: a policy decides about all of them. `margin`
 * is the model's, one value a row.
 */
export function judgeMoney(
  set: TrainingSet,
  { calibrator }: CalibratedModel,
  rows: Uint32Array,
  margin: Float64Array,
  truth: TruthRows | null,
  seed: number,
): JudgedMoney {
  if (!set.arrUsd.some((usd) => usd > 0)) return UNPRICED;
  const probability = applyCalibrator(calibrator, margin);
  const keptUsd = take(set.arrUsd, rows).map((usd) => (Number.isNaN(usd) ? 0 : usd) * prices.grossMargin);
  const drop = (at: number) => (truth ? truth.uplift[at] || 0 : prices.saveRate * probability[at]);
  const valueUsd = keptUsd.map((usd, at) => usd * drop(at));
  const atRiskUsd = keptUsd.map((usd, at) => usd * probability[at]);
  const policies: Contender[] = [
    { name: 'CSM rule', role: 'incumbent', ranking: rankScores(csmRule.margin(set, rows)) },
    { name: 'model: highest risk first', role: 'ablation', ranking: rankScores(margin) },
    { name: 'model: most revenue at risk first', role: 'model', ranking: rankScores(atRiskUsd) },
  ];
  const best: Contender = { name: 'truth: most saved first', role: 'oracle', ranking: rankScores(valueUsd) };
  const everyone = truth ? [...policies, best] : policies;
  const precisions = precisionOf(set, rows, everyone)(queueSettings.share);
  const served = everyone.map((policy) => serveQueue(set, rows, policy));
  const money = priceQueues(set, rows, served, valueUsd, seed).map((priced, index) => {
    const { name, role } = everyone[index];
    return { name, role, precision: precisions[index].precision, ...priced };
  });
  return {
    money,
    queueLengths: sweepQueueLength(set, rows, policies, valueUsd),
    sensitivity: sweepContactPrice(money),
  };
}

/** Without `arr_usd` a queue has no price: unknown, and not nothing. */
const UNPRICED: JudgedMoney = {
  money: [],
  queueLengths: { lengths: [], achievable: [], policies: [] },
  sensitivity: { multipliers: [], policies: [], best: [], flips: [] },
};

/** Precision and money from a quarter to four times the slots there are. */
function sweepQueueLength(
  set: TrainingSet,
  rows: Uint32Array,
  policies: readonly Contender[],
  valueUsd: Float64Array,
): LengthSweep {
  const shares = [0.25, 0.5, 1, 2, 4].map((multiple) => multiple * queueSettings.share);
  const judged = shares.map(precisionOf(set, rows, policies));
  const weeks = new Set(take(set.week, rows)).size;
  const netUsd = (served: Uint32Array) => served.reduce((net, at) => net + valueUsd[at] - prices.contactUsd, 0);
  return {
    lengths: shares.map((share) => Math.round((share * rows.length) / weeks)),
    achievable: judged.map(([{ achievable }]) => achievable),
    policies: policies.map((policy, index) => ({
      name: policy.name,
      role: policy.role,
      precision: judged.map((precisions) => precisions[index].precision),
      netUsd: shares.map((share) => netUsd(serveQueue(set, rows, policy, share))),
    })),
  };
}

/** Precision of every policy at a share of slots, on the accounts whose label says what happens without a contact. */
function precisionOf(set: TrainingSet, rows: Uint32Array, policies: readonly Contender[]) {
  const labelled = Uint32Array.from(rows.keys()).filter((at) => set.weight[rows[at]] > 0);
  const labelledRows = take(rows, labelled);
  const judged = {
    label: take(set.y, labelledRows),
    weight: take(set.weight, labelledRows),
    group: take(set.week, labelledRows),
  };
  const rankings = policies.map(({ ranking }) => rankScores(take(Float64Array.from(ranking.score), labelled)));
  return (share: number) => rankings.map((score) => precisionAtK({ ...judged, score }, (size) => share * size));
}
