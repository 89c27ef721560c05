import type { LogisticModel, RidgeModel } from '@applied-modeling/evaluation';
import { type Booster, fromXgboostJson, toXgboostJson } from '@applied-modeling/gbm';
import { logisticRulePart, type Model, type ModelFolder } from '@applied-modeling/tracking';

/** What is registered of a chance: trees in XGBoost's format, or a line as a rule, with the name it is told by. */
export function registeredModel(name: string, learned: Booster | LogisticModel): Model {
  if ('trees' in learned) return { kind: 'xgboost', json: toXgboostJson(learned) };
  return { kind: 'rule', rule: { name, logistic: learned } };
}

/** The model of a folder: it says of every row what it said where it was trained. */
export function readLearned(folder: ModelFolder): Booster | LogisticModel {
  if (folder.kind === 'xgboost') return fromXgboostJson(folder.text('model.json'));
  return logisticRulePart.decode(folder).logistic;
}

/** As plain data, for a model that travels in the folder of another. */
export function learnedAsJson(learned: Booster | RidgeModel): RidgeModel | XgboostJson {
  return 'trees' in learned ? JSON.parse(toXgboostJson(learned)) : learned;
}

/** Back from it. */
export function learnedFromJson(json: RidgeModel | XgboostJson): Booster | RidgeModel {
  return 'learner' in json ? fromXgboostJson(JSON.stringify(json)) : json;
}

/** XGBoost's own format, parsed. */
type XgboostJson = { readonly learner: { readonly [key: string]: unknown } };
