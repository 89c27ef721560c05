export { eligibility } from './candidates.ts';
export { churnFeatures } from './features.ts';
export { labelContract } from './label.ts';
export { type TrainRun, type TrainRunOptions, trainRun } from './pipeline.ts';
export { SIZES, simulate } from './world/simulate.ts';
