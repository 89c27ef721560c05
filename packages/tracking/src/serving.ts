/**
 * What MLflow calls: a Python module that travels in the model's folder and answers with the number the model is for, where
 * the booster alone would answer with its raw margin. A model without one gets no `python_function` flavor, so that
 * `mlflow.pyfunc.load_model` refuses it instead of returning what nobody should act on.
 */

import { readFileSync } from 'node:fs';

export type Serving = {
  /** The module's name, as in `calibrated_probability`. */
  readonly name: string;
  /** Its source, with `_load_pyfunc(path)`; numpy, pandas and xgboost are there. */
  readonly python: string;
  /** The columns it needs beside the features. */
  readonly inputs?: Readonly<Record<string, 'double' | 'string'>>;
  /** The columns it answers with, all `double`. */
  readonly outputs: readonly string[];
};

/**
 * A column `probability`: the margin of `model.json`, or of the logistic regression in `rule.json` (`logisticRulePart`), through
 * `calibrator.json` (`calibratorPart`).
 */
export const calibratedProbability: Serving = {
  name: 'calibrated_probability',
  python: readFileSync(new URL('./python/calibrated_probability.py', import.meta.url), 'utf8'),
  outputs: ['probability'],
};
