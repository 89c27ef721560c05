import { applyCalibrator, precisionAtK, type RankedScores, rankScores, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, Evaluation, TrainingSet, TruthRows } from '../domain.ts';
import { prices } from '../prices.ts';
import { queueSettings } from '../settings.ts';
import { priceQueues, type QueuePolicy, type ServedQueue, serveQueues, sweepContactPrice } from './queue-money.ts';
import { csmRule } from './scorers.ts';

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
): Pick<Evaluation, 'money' | 'queueLengths' | 'sensitivity'> {
  if (!set.arrUsd.some((usd) => usd > 0)) return UNPRICED;
  const probability = applyCalibrator(calibrator, margin);
  const keptUsd = take(set.arrUsd, rows).map((usd) => (Number.isNaN(usd) ? 0 : usd) * prices.grossMargin);
  const drop = (at: number) => (truth ? truth.uplift[at] || 0 : prices.saveRate * probability[at]);
  const valueUsd = keptUsd.map((usd, at) => usd * drop(at));
  const atRiskUsd = keptUsd.map((usd, at) => usd * probability[at]);
  const policy = (name: string, role: QueuePolicy['role'], score: Float64Array): QueuePolicy => ({
    name,
    role,
    ranking: rankScores(score),
  });
  const policies = [
    policy('CSM rule', 'incumbent', csmRule.margin(set, rows)),
    policy('model: highest risk first', 'ablation', margin),
    policy('model: most revenue at risk first', 'model', atRiskUsd),
  ];
  const ceiling = truth ? [policy('truth: most saved first', 'oracle', valueUsd)] : [];
  const everyone = [...policies, ...ceiling];
  const precisions = precisionOf(set, rows, everyone)(queueSettings.share);
  const money = priceQueues(set, rows, serveQueues(set, rows, everyone), valueUsd, seed).map((queue, index) => ({
    ...queue,
    precision: precisions[index].precision,
  }));
  return {
    money,
    queueLengths: sweepQueueLength(set, rows, policies, valueUsd),
    sensitivity: sweepContactPrice(money),
  };
}

/** Without `arr_usd` a queue has no price: unknown, and not nothing. */
const UNPRICED = { money: [], queueLengths: [], sensitivity: { multipliers: [], policies: [], best: [], flips: [] } };

/** Precision and money from a quarter to four times the slots there are. */
function sweepQueueLength(
  set: TrainingSet,
  rows: Uint32Array,
  policies: readonly QueuePolicy[],
  valueUsd: Float64Array,
): Evaluation['queueLengths'] {
  const precisions = precisionOf(set, rows, policies);
  const weeks = new Set(take(set.week, rows)).size;
  return [0.25, 0.5, 1, 2, 4].map((multiple) => {
    const share = multiple * queueSettings.share;
    const served = serveQueues(set, rows, policies, share);
    const judged = precisions(share);
    return {
      multiple,
      length: Math.round((share * rows.length) / weeks),
      achievable: judged[0].achievable,
      queues: policies.map(({ name }, index) => ({
        policy: name,
        precision: judged[index].precision,
        netUsd: netUsdOf(served[index], valueUsd),
      })),
    };
  });
}

/** Precision of every policy at a share of slots, on the accounts whose label says what happens without a contact. */
function precisionOf(set: TrainingSet, rows: Uint32Array, policies: readonly QueuePolicy[]) {
  const labelled = Uint32Array.from(rows.keys()).filter((at) => set.weight[rows[at]] > 0);
  const labelledRows = take(rows, labelled);
  const judged = {
    label: take(set.y, labelledRows),
    weight: take(set.weight, labelledRows),
    group: take(set.week, labelledRows),
  };
  const rankings = policies.map(({ ranking }) => rankingAmong(ranking, labelled));
  return (share: number) => rankings.map((score) => precisionAtK({ ...judged, score }, (size) => share * size));
}

function rankingAmong({ score }: RankedScores, positions: Uint32Array): RankedScores {
  return rankScores(take(Float64Array.from(score), positions));
}

function netUsdOf({ served }: ServedQueue, valueUsd: Float64Array): number {
  return served.reduce((net, at) => net + valueUsd[at] - prices.contactUsd, 0);
}
