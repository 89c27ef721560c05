export type { Booster } from './booster.ts';
export { type Contributions, contributions } from './contributions.ts';
export { type ExplainedRows, explainRows } from './explain-rows.ts';
export { fromXgboostJson } from './from-xgboost-json.ts';
export { type FeatureImportance, gainImportance } from './importance.ts';
export type { DMatrix, Features } from './matrix.ts';
export { type ColumnSet, matrixAt, takeFloats } from './matrix-at.ts';
export {
  type MlXgboostModel,
  type MlXgboostSettings,
  mlXgboostRefusal,
  trainMlXgboost,
} from './ml-xgboost/train-ml-xgboost.ts';
export type { TrainParams } from './params.ts';
export { predictMargin, predictProbability } from './predict.ts';
export { rearrangeQuantiles } from './rearrange-quantiles.ts';
export { type TrainOptions, train } from './train.ts';
export { type TrainJob, trainAll } from './train-all.ts';
export { type TrainQueue, trainQueue } from './train-queue.ts';
export type { Tree } from './tree.ts';
export { toXgboostJson } from './xgboost-json.ts';
