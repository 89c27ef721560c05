export { machineFeatures } from './features.ts';
export { labelContract } from './label.ts';
export { type TrainRun, trainRun } from './pipeline.ts';
