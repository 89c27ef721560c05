import {
  type FoldRows,
  fitLogisticRegression,
  predictLogistic,
  type RungRole,
  take,
} from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { matrixAt, predictMargin } from '@applied-modeling/gbm';
import type { TrainedModel, TrainingSet } from '../domain.ts';
import { incumbentRule } from '../incumbent.ts';

/** Log-odds, one a row. */
export function marginsOf(set: TrainingSet, { booster }: TrainedModel, rows: Uint32Array): Float64Array {
  return Float64Array.from(predictMargin(booster, matrixAt(set, rows)));
}

/** What somebody could do without the model, on the test rows of a fold. Larger means riskier. */
export function simplerScores(
  set: TrainingSet,
  { train, test }: FoldRows,
): readonly { readonly name: string; readonly role: RungRole; readonly score: Float64Array }[] {
  const logistic = fitLogisticRegression(matrixAt(set, train).columns, set.names, take(set.y, train));
  const errors = Float64Array.from(take(featureColumn(set, 'errors_7d'), test));
  return [
    { name: 'prevalence', role: 'floor', score: new Float64Array(test.length) },
    { name: incumbentRule.name, role: 'incumbent', score: errors },
    { name: 'logistic', role: 'simple', score: predictLogistic(logistic, matrixAt(set, test).columns) },
  ];
}
