export type { Booster } from './booster.ts';
export { type FeatureImportance, gainImportance } from './importance.ts';
export type { DMatrix, Features } from './matrix.ts';
export type { TrainParams } from './params.ts';
export { predictMargin, predictProbability } from './predict.ts';
export { type TrainOptions, train } from './train.ts';
export type { Tree } from './tree.ts';
