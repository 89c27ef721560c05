export { asTyped } from './as-typed.ts';
export {
  type CommandLine,
  commandLine,
  type Host,
  type OpenedCommandLine,
  type Session,
  type Verb,
  verb,
} from './command-line.ts';
export {
  type FailureModes,
  type FailureOptions,
  failuresVerb,
  inSmallWorld,
  type SmallWorld,
} from './failures-verb.ts';
export { directory, type Flag, type Flags, type FlagValues, oneOf, text, toggle, wholeNumber } from './flags.ts';
export { openPlaces, type Places, REPLAYED } from './places.ts';
export { previousRun } from './previous-run.ts';
export { createProgress, type Progress, type Screen, type Stage, type Tick } from './progress.ts';
export { publishRun, type RunFolder } from './publish-run.ts';
export { Refusal, refuseIfAny } from './refusal.ts';
export {
  type CommonMetrics,
  commonMetrics,
  endsOf,
  type RankedRun,
  type RunMetrics,
  rankedMetrics,
  runFiles,
  type Spent,
} from './run-metrics.ts';
export { inScratchFolder } from './scratch-folder.ts';
export { tellFailure } from './tell-failure.ts';
export { trainUntunedWorlds } from './train-untuned-worlds.ts';
export {
  type JudgedRun,
  type Simulate,
  type Size,
  type Source,
  type TrainDeclaration,
  type TrainOptions,
  type TrainSteps,
  trainVerb,
  withSource,
} from './train-verb.ts';
