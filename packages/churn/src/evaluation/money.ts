import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, Scorer, TrainingSet } from '../domain.ts';
import { isListed } from '../incumbent.ts';
import { prices } from '../prices.ts';
import { evaluateSettings, queueSettings } from '../settings.ts';
import type { TruthRows } from './ceilings.ts';
import { type ContactEffect, keptSharesOf, learnContactEffects } from './contact-effect.ts';
import { csmRule } from './scorers.ts';

export interface JudgedMoney {
  readonly effects: readonly ContactEffect[];
  /** Empty where nobody knows what an account pays: unknown, and not nothing. */
  readonly money: readonly QueueMoney[];
  /** Null where `money` is empty. */
  readonly queueLengths: evaluation.SlotSweep | null;
  readonly sensitivity: evaluation.CostSweep | null;
}

/** A weekly queue in some order, and what it earns over the window. */
export interface QueueMoney extends evaluation.PricedQueue {
  /** Among the weekly slots, of accounts that nobody contacted. */
  readonly precision: number;
}

/** What is judged: the models on every eligible account of the window, because a policy decides about all of them. */
export interface MoneyCase {
  readonly set: TrainingSet;
  readonly model: CalibratedModel;
  readonly logistic: Scorer;
  readonly rows: Uint32Array;
  /** The model's, one value a row. */
  readonly margin: Float64Array;
  /** Null on a person's own data, where a contact is worth what the model believes. */
  readonly truth: TruthRows | null;
  readonly seed: number;
}

/**
 * The ladder in dollars: today's rule, the rule and a price list, the same with a model, and the queue that ships. That one
 * asks what a contact is worth, P(collapse) × the share of collapses a contact prevents × a year's gross margin, and leaves
 * out whoever is not worth the price.
 */
export function judgeMoney(one: MoneyCase): JudgedMoney {
  const { set, rows, truth, seed } = one;
  const effects = learnContactEffects(set, one.model.fold, seed);
  if (!set.arrUsd.some((usd) => usd > 0)) return { effects, money: [], queueLengths: null, sensitivity: null };
  const shares = effects.map(({ keptShare }) => keptShare);
  const kept = keptSharesOf(shares, evaluation.take(set.ruleInputs.tickets_28d, rows));
  const { policies, value } = policiesOf(one, kept);
  const queued = queueRows(set, rows, value);
  const everyone = truth ? [...policies, clairvoyant(queued)] : policies;
  const { share } = queueSettings;
  const queues = everyone.map((policy) => ({
    ...policy,
    rows: evaluation.serveOnce({ ...queued, ranking: policy.ranking }, (size) => share * size, policy.above),
  }));
  const atShare = evaluation.sweepSlots(queued, everyone, [share]).policies;
  const priced = evaluation.priceQueues(queues, queued, { ...evaluateSettings, cluster: queued.entity, seed });
  const money = priced.map((queue, index) => ({ ...queue, precision: atShare[index].precision[0] }));
  const plotted = policies.filter(({ role }) => role !== 'simple');
  const lengths = [0.25, 0.5, 1, 2, 4].map((multiple) => multiple * share);
  return {
    effects,
    money,
    queueLengths: evaluation.sweepSlots(queued, plotted, lengths),
    sensitivity: evaluation.sweepCost(money, prices.contactUsd),
  };
}

/** The queue that goes to the managers. Undefined where nobody knows what an account pays. */
export function shippedQueue(money: readonly QueueMoney[]): QueueMoney | undefined {
  return money.find(({ role }) => role === 'model');
}

/** Every order, and what contacting a row is worth: by the truth, or else by what the model believes. */
function policiesOf({ set, model, logistic, rows, margin, truth }: MoneyCase, kept: Float64Array) {
  const { tickets_28d: tickets, usage_ratio_28_84: ratio } = set.ruleInputs;
  const { contactUsd, grossMargin } = prices;
  const marginUsd = evaluation.take(set.arrUsd, rows).map((usd) => (Number.isNaN(usd) ? 0 : usd) * grossMargin);
  const flaggedUsd = marginUsd.map((usd, at) => (isListed(tickets[rows[at]] || 0, ratio[rows[at]]) ? usd : 0));
  const logisticUsd = logistic.margin(set, rows).map((logOdds, at) => evaluation.sigmoid(logOdds) * marginUsd[at]);
  const modelUsd = evaluation
    .applyCalibrator(model.calibrator, margin)
    .map((probability, at) => probability * marginUsd[at]);
  const worth = (riskUsd: Float64Array) => riskUsd.map((usd, at) => usd * kept[at]);
  const policies = [
    policyOf('CSM rule', 'incumbent', csmRule.margin(set, rows)),
    policyOf('CSM flag × ARR', 'business', flaggedUsd, 0),
    policyOf('logistic × ARR', 'simple', logisticUsd),
    policyOf('logistic × effect × ARR', 'simple', worth(logisticUsd), contactUsd),
    policyOf('model: highest risk', 'ablation', margin),
    policyOf('model × ARR', 'ablation', modelUsd),
    policyOf('model × effect × ARR', 'model', worth(modelUsd), contactUsd),
  ];
  return { policies, value: truth ? marginUsd.map((usd, at) => usd * (truth.uplift[at] || 0)) : worth(modelUsd) };
}

function policyOf(
  name: string,
  role: evaluation.NamedRung['role'],
  score: Float64Array,
  above = Number.NEGATIVE_INFINITY,
): evaluation.QueuePolicy {
  return { name, role, ranking: evaluation.rankScores(score), above };
}

/** Precision is judged on the accounts whose label says what happens without a contact. */
function queueRows(set: TrainingSet, rows: Uint32Array, value: Float64Array): evaluation.QueuedRows {
  const known = Uint32Array.from(rows.keys()).filter((at) => set.weight[rows[at]] > 0);
  return {
    ...{
      group: evaluation.take(set.week, rows),
      entity: evaluation.denseNumbers(evaluation.take(set.cluster, rows)),
      value,
      cost: prices.contactUsd,
      known,
    },
    ...{
      label: evaluation.take(set.y, evaluation.take(rows, known)),
      weight: evaluation.take(set.weight, evaluation.take(rows, known)),
    },
  };
}

/**
 * Every account in the week in which a contact keeps most, where that pays. No bound where slots run out: whoever finds none in
 * that week is not served in another.
 */
function clairvoyant({ entity, value, cost }: evaluation.QueuedRows): evaluation.QueuePolicy {
  const best = new Map<number, number>();
  for (const [row, account] of entity.entries()) {
    const known = best.get(account);
    if (known === undefined || value[row] > value[known]) best.set(account, row);
  }
  const score = value.map((usd, row) => (best.get(entity[row]) === row ? usd : 0));
  return policyOf('truth: best week of each account', 'oracle', score, cost);
}
