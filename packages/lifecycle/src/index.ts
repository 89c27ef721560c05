/** A model from its tables to its champion: it is trained, it scores, it is watched, it is promoted and rolled back. */

export { type Drill, type DrillSteps, drill } from './drill/drill.ts';
export { drillVerb } from './drill/drill-verb.ts';
export { spoilUnit } from './drill/spoil-unit.ts';
export { costsOf } from './drill/tell-drill.ts';
export { type GovernedModel, governVerbs } from './govern/govern-verbs.ts';
export { alarmsOf } from './monitor/alarms.ts';
export { CADENCES, type Cadence } from './monitor/cadence.ts';
export { chosenOnce } from './monitor/chosen-once.ts';
export { DRIFTS, type Drift, injectDrift } from './monitor/inject-drift.ts';
export { type MonitorDeclaration, type MonitorSteps, monitorVerb, type WatchOptions } from './monitor/monitor-verb.ts';
export { type Replay, replay } from './monitor/replay.ts';
export { shareChosen } from './monitor/share-chosen.ts';
export { monitorSettings, type Signal, signalsOf } from './monitor/signals.ts';
export { columnOf, type Slice, sliceIndex } from './monitor/slice-index.ts';
export { type ReplaysSummary, readReplays, summariseReplays } from './monitor/summarise-replays.ts';
export { replayFigures, tellReplays } from './monitor/tell-replays.ts';
export {
  freshnessOf,
  type StepsAsked,
  type StepsWatched,
  type WatchedRows,
  watchSteps,
} from './monitor/watch-steps.ts';
export { type Seen, type Watching, watchTables } from './monitor/watch-tables.ts';
export type { Outcome, OwnFigure, Watch, WatchedStep } from './monitor/watched-step.ts';
export { type OperationDeclaration, operationVerbs } from './operation-verbs.ts';
export { actOn, ofARule } from './score/act-on.ts';
export { type BatchBefore, batchSettings, judgeBatch } from './score/judge-batch.ts';
export { worldOfNewestRun } from './score/newest-world.ts';
export { onSteps } from './score/on-steps.ts';
export { watchedModel } from './score/open-champion.ts';
export { type Published, publishBatch } from './score/publish-batch.ts';
export { BECAUSE, rowsToActOn } from './score/rows-to-act-on.ts';
export { type Operated, type Scoring, scoreTables } from './score/score-tables.ts';
export { type ScoreDeclaration, type ScoreOptions, type ScoreSteps, scoreVerb } from './score/score-verb.ts';
export type {
  Champion,
  ColumnsRead,
  Origin,
  RuleInForce,
  ScoredBatch,
  ScoredParts,
  ScoreRun,
} from './score/scored-batch.ts';
export { heldTable, scoresTable } from './score/scores-table.ts';
export type { Judged, Trained } from './train/judged.ts';
export { type Training, trainTables } from './train/train-tables.ts';
