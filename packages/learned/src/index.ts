export { explainLearned, isTrees, type Learned, type LearnedColumns, predictLearned } from './learned.ts';
export { learnedAsJson, learnedFromJson, readLearned, registeredModel } from './model-file.ts';
