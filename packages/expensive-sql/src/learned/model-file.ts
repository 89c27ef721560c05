import { fromXgboostJson, toXgboostJson } from '@applied-modeling/gbm';
import { type Candidate, logisticRulePart, type ServingModel } from '@applied-modeling/tracking';
import type { modelParts, ServedModel, TrainedModel } from '../domain.ts';

/** What is registered of a chance: trees in XGBoost's format, or a line as a rule. */
export function registeredChance({ name, chance }: Pick<TrainedModel, 'name' | 'chance'>): Candidate['model'] {
  if ('trees' in chance) return { kind: 'xgboost', json: toXgboostJson(chance) };
  return { kind: 'rule', rule: { name, logistic: chance } };
}

/** What is registered of a cost, likewise, as plain data. */
export function registeredCost({ cost }: Pick<TrainedModel, 'cost'>) {
  return 'trees' in cost ? JSON.parse(toXgboostJson(cost)) : cost;
}

/** Reads both back, with what makes a chance and CPU-seconds of them: scores as it did where it was trained. */
export function readServedModel({ folder, parts }: ServingModel<typeof modelParts>): ServedModel {
  const { calibrator, cost } = parts;
  return {
    chance:
      folder.kind === 'xgboost' ? fromXgboostJson(folder.text('model.json')) : logisticRulePart.decode(folder).logistic,
    cost: 'learner' in cost.model ? fromXgboostJson(JSON.stringify(cost.model)) : cost.model,
    calibrator,
    costSmearing: cost.smearing,
  };
}
