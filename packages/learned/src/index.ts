export {
  explainLearned,
  isTrees,
  type Learned,
  type LearnedColumns,
  predictLearned,
  strongestColumns,
} from './learned.ts';
export { learnedAsJson, learnedFromJson, readLearned, registeredModel } from './model-file.ts';
export { watchable } from './watchable.ts';
