/** Feature views, one point-in-time join, training sets and the leak audit. */

export { arrowTable, readArrow, saveArrow } from './arrow-file.ts';
export { aboveTheCeiling } from './audit/above-the-ceiling.ts';
export { asOfAgainstNow } from './audit/as-of-against-now.ts';
export { ALL_DETECTORS, type Audit, auditEvidence } from './audit/audit-evidence.ts';
export { auditRun, type FoldWindows, type RunAudit, type TrainedRun } from './audit/audit-run.ts';
export { availability } from './audit/availability.ts';
export { type Detector, detector, type Finding, type NotApplicable, type Suspicion } from './audit/detector.ts';
export {
  type AuditEvidence,
  type AuditFold,
  type AuditThresholds,
  type CeilingComparison,
  DEFAULT_THRESHOLDS,
  type LabelWindows,
  type PresentReading,
} from './audit/evidence.ts';
export { labelWindowOverlap } from './audit/label-window-overlap.ts';
export { ownLabelWindow } from './audit/own-label-window.ts';
export { presentReading, type RowsToReread, rowsOfSomeEntities } from './audit/present-reading.ts';
export { singleFeatureAuc } from './audit/single-feature-auc.ts';
export { type LabelledColumns, type SingleFeatureAuc, singleFeatureAucs } from './audit/single-feature-aucs.ts';
export { type CalendarMean, mean } from './calendar-mean.ts';
export {
  type AuditColumns,
  type CompiledFeatures,
  type CompileOptions,
  compileFeatures,
  type Door,
  type SpineRelation,
} from './compile-features.ts';
export { type Derivation, difference, log, namesRead, type Operand, onlyIf, product, ratio } from './derivations.ts';
export { describeFeatures, type FeatureDescription, featureWords } from './describe-features.ts';
export {
  type EventAggregate,
  type EventWindow,
  hoursSinceLast,
  lastValue,
  meanPerRow,
  median,
  quantile,
} from './event-aggregates.ts';
export { type FeatureSet, type FeatureSetDeclaration, featureSet } from './feature-set.ts';
export {
  type CalendarView,
  calendarView,
  type EventView,
  eventView,
  type FeatureView,
  featureView,
  type LatestView,
  latestView,
  type WindowView,
} from './feature-view.ts';
export { fingerprintFeatures } from './fingerprint-features.ts';
export { fillGrid, type Grid, type GridRows, newestKnown } from './grid.ts';
export { daysSince, daysUntil, type LatestValue, latest, ordinal } from './latest-values.ts';
export { lookUp } from './online/look-up.ts';
export { materialise, type OnlineStore } from './online/materialise.ts';
export { countOn, readSpans, type SeenHours, type Span, type SpanQuery } from './spans.ts';
export { type SwappedColumns, swapColumns } from './swap-columns.ts';
export {
  buildTrainingSet,
  type ColumnValues,
  featureColumn,
  type ModelColumns,
  modelColumns,
  modelMatrix,
  type QueryEngine,
  type TrainingSet,
} from './training-set.ts';
export {
  activeDays,
  type Condition,
  count,
  daysSinceLast,
  equals,
  isOneOf,
  type Literal,
  max,
  meanPerDay,
  min,
  sum,
  type Window,
  type WindowAggregate,
} from './window-aggregates.ts';
export { type ForeignColumns, joinById, withColumns } from './with-columns.ts';
