import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, Scorer, TrainingSet } from '../domain.ts';
import { isListed } from '../incumbent.ts';
import { prices } from '../prices.ts';
import { evaluateSettings, queueSettings } from '../settings.ts';
import type { TruthRows } from './ceilings.ts';
import { type ContactEffect, keptSharesOf, learnContactEffects, measuredSharesOf } from './contact-effect.ts';
import { csmRule } from './scorers.ts';

export interface JudgedMoney {
  readonly effects: readonly ContactEffect[];
  /** Empty where nobody knows what an account pays: unknown, and not nothing. */
  readonly money: readonly evaluation.QueueMoney[];
  /** Null where `money` is empty. */
  readonly queueLengths: evaluation.SlotSweep | null;
  readonly sensitivity: evaluation.CostSweep | null;
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
 * The ladder in dollars: today's rule, the rule and a price list, what the lottery says of contacts without a model of risk, the same
 * with a model, and the queue that ships. That one asks what a contact is worth, P(collapse) × the share of collapses a contact
 * prevents × a year's gross margin, and leaves out whoever is not worth the price.
 */
export function judgeMoney(one: MoneyCase): JudgedMoney {
  const { set, rows, truth, seed } = one;
  const effects = learnContactEffects(set, one.model.fold, seed);
  if (!set.arrUsd.some((usd) => usd > 0)) return { effects, money: [], queueLengths: null, sensitivity: null };
  const shares = effects.map(({ keptShare }) => keptShare);
  const kept = keptSharesOf(shares, evaluation.take(set.ruleInputs.tickets_28d, rows));
  const measured = keptSharesOf(measuredSharesOf(effects), evaluation.take(set.ruleInputs.tickets_28d, rows));
  const { policies, value } = policiesOf(one, kept, measured);
  const queued = queueRows(set, rows, value);
  const everyone = truth
    ? [...policies, evaluation.bestGroupOfEach('truth: best week of each account', queued)]
    : policies;
  const { share } = queueSettings;
  return { effects, ...evaluation.judgeQueues(queued, everyone, { ...evaluateSettings, share, seed }) };
}

/** The queue that goes to the managers. Undefined where nobody knows what an account pays. */
export function shippedQueue(money: JudgedMoney['money']): evaluation.QueueMoney | undefined {
  return money.find(({ role }) => role === 'model');
}

/** Every order, and what contacting a row is worth: by the truth, or else by what the model believes. */
function policiesOf(
  { set, model, logistic, rows, margin, truth }: MoneyCase,
  kept: Float64Array,
  measured: Float64Array,
) {
  const { fold } = model;
  const { tickets_28d: tickets, usage_ratio_28_84: ratio } = set.ruleInputs;
  const { contactUsd, grossMargin } = prices;
  const marginUsd = evaluation.take(set.arrUsd, rows).map((usd) => (Number.isNaN(usd) ? 0 : usd) * grossMargin);
  const flaggedUsd = marginUsd.map((usd, at) => (isListed(tickets[rows[at]] || 0, ratio[rows[at]]) ? usd : 0));
  const logisticUsd = logistic.margin(set, rows).map((logOdds, at) => evaluation.sigmoid(logOdds) * marginUsd[at]);
  const modelUsd = evaluation
    .applyCalibrator(model.calibrator, margin)
    .map((probability, at) => probability * marginUsd[at]);
  const worth = (riskUsd: Float64Array, keeps = kept) => riskUsd.map((usd, at) => usd * keeps[at]);
  const usualChance = evaluation.weightedMean(fold.train.length, (at) => set.y[fold.train[at]]);
  const policies = [
    evaluation.queuePolicy('CSM rule', 'incumbent', csmRule.margin(set, rows)),
    evaluation.queuePolicy('CSM flag × ARR', 'business', flaggedUsd, 0),
    evaluation.queuePolicy('effect × ARR', 'simple', worth(marginUsd.map((usd) => usd * usualChance)), contactUsd),
    evaluation.queuePolicy('logistic × ARR', 'simple', logisticUsd),
    evaluation.queuePolicy('logistic × effect × ARR', 'simple', worth(logisticUsd), contactUsd),
    evaluation.queuePolicy('model: highest risk', 'ablation', margin),
    evaluation.queuePolicy('model × ARR', 'ablation', modelUsd),
    evaluation.queuePolicy('model × effect as measured × ARR', 'ablation', worth(modelUsd, measured), contactUsd),
    evaluation.queuePolicy('model × effect × ARR', 'model', worth(modelUsd), contactUsd),
  ];
  return { policies, value: truth ? marginUsd.map((usd, at) => usd * (truth.uplift[at] || 0)) : worth(modelUsd) };
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
