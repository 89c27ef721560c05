export type { AliasMove, Governance } from './alias-moves.ts';
export type { ColumnType, Dataset } from './dataset.ts';
export { type Experiment, type FileStore, openFileStore } from './file-store.ts';
export {
  type CheckVerdict,
  evaluateGate,
  type GateCheck,
  type GateVerdict,
  gateTags,
  type Requirement,
  type SkippedCheck,
} from './gate.ts';
export { howToOpen, type OpenCommands } from './how-to-open.ts';
export {
  encodeParts,
  type ModelPart,
  type ModelParts,
  modelPart,
  type PartValues,
  textPart,
  textParts,
} from './model-part.ts';
export type { ModelVersion, VersionOptions } from './model-versions.ts';
export { type ModelFolder, readModelFolder, verifyModelFolder } from './read-model-folder.ts';
export { readServingModel, type ServingModel } from './read-serving-model.ts';
export {
  type Candidate,
  type Features,
  type Incumbent,
  type JudgedTraining,
  modelFingerprint,
  type Registered,
  type RegisterOptions,
  recordTrainingRun,
  type TrainingRun,
  tellRegistration,
} from './record-training-run.ts';
export { openRegistry, type Registry } from './registry.ts';
export {
  type MetricValue,
  placeRun,
  type RunHandle,
  type RunOptions,
  type RunRecord,
  type RunStatus,
} from './run.ts';
export { calibratedProbability, type Serving } from './serving.ts';
export { championName, readStanding, type Standing } from './standing.ts';
export { StoreError } from './store-error.ts';
export { calibratorPart, driftReferencePart, labelContractPart, logisticRulePart, ridgeSchema } from './usual-parts.ts';
export {
  type Model,
  type ModelFolderOptions,
  planModelFolder,
  type Versions,
  writeModelFolder,
} from './write-model-folder.ts';
