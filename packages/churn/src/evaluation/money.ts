import { applyCalibrator, precisionAtK } from '@applied-modeling/evaluation';
import type { CalibratedModel, Evaluation, TrainingSet, TruthRows } from '../domain.ts';
import { priceQueues, type QueuePolicy, type ServedQueue, serveQueues, sweepContactPrice } from '../queue-money.ts';
import { csmRule } from '../scorers.ts';
import { queueSettings } from '../settings.ts';
import { prices } from '../world/prices.ts';

/** Dollars on every eligible account of the window, contacted in history or not: a policy decides about all of them. */
export function judgeMoney(
  set: TrainingSet,
  model: CalibratedModel,
  rows: Uint32Array,
  truth: TruthRows | null,
  seed: number,
): Pick<Evaluation, 'money' | 'queueLengths' | 'sensitivity'> {
  const margin = model.scorer.margin(set, rows);
  const probability = applyCalibrator(model.calibrator, margin);
  const keptUsd = Float64Array.from(
    rows,
    (row) => (Number.isNaN(set.arrUsd[row]) ? 0 : set.arrUsd[row]) * prices.grossMargin,
  );
  const drop = (at: number) => (truth ? truth.uplift[at] || 0 : prices.saveRate * probability[at]);
  const valueUsd = keptUsd.map((usd, at) => usd * drop(at));
  const risk = { name: 'model: highest risk first', score: margin };
  const rule = { name: 'CSM rule', score: csmRule.margin(set, rows) };
  const policies = [
    rule,
    risk,
    { name: 'model: most revenue at risk first', score: keptUsd.map((usd, at) => usd * probability[at]) },
    ...(truth ? [{ name: 'truth: most saved first', score: valueUsd }] : []),
  ];
  const money = priceQueues(set, rows, serveQueues(set, rows, policies), valueUsd, seed);
  return {
    money,
    queueLengths: sweepQueueLength(set, rows, rule, risk, valueUsd),
    sensitivity: sweepContactPrice(money),
  };
}

/** Precision and money from a quarter to four times the slots there are. */
function sweepQueueLength(
  set: TrainingSet,
  rows: Uint32Array,
  rule: QueuePolicy,
  risk: QueuePolicy,
  valueUsd: Float64Array,
): Evaluation['queueLengths'] {
  const labelled = rows.map((_, at) => at).filter((at) => set.weight[rows[at]] > 0);
  const take = (values: ArrayLike<number>) => Float64Array.from(labelled, (at) => values[at]);
  const judged = {
    label: take(rows.map((row) => set.y[row])),
    weight: take(Float64Array.from(rows, (row) => set.weight[row])),
    group: take(Int32Array.from(rows, (row) => set.week[row])),
  };
  const weeks = new Set(judged.group).size;
  return [0.25, 0.5, 1, 2, 4].map((multiple) => {
    const share = multiple * queueSettings.share;
    const [ruleNetUsd, netUsd] = netUsdOf(serveQueues(set, rows, [rule, risk], share), valueUsd);
    const at = (score: Float64Array) => precisionAtK({ ...judged, score: take(score) }, (size) => share * size);
    const { precision, achievable } = at(risk.score);
    const length = Math.round((share * rows.length) / weeks);
    return { length, precision, rulePrecision: at(rule.score).precision, achievable, netUsd, ruleNetUsd };
  });
}

function netUsdOf(queues: readonly ServedQueue[], valueUsd: Float64Array): number[] {
  return queues.map(({ served }) => served.reduce((net, at) => net + valueUsd[at] - prices.contactUsd, 0));
}
