export { churnFeatures } from './features.ts';
export { eligibility, labelContract } from './label.ts';
export { type TrainRun, type TrainRunOptions, trainRun } from './pipeline.ts';
