export { type AcrossWorlds, acrossWorlds, pooledAcrossWorlds } from './across-worlds.ts';
export {
  bootstrapAveragePrecision,
  type ClusteredRows,
  hasEnoughPositives,
} from './bootstrap/bootstrap-average-precision.ts';
export { bootstrapMeans } from './bootstrap/bootstrap-means.ts';
export { bootstrapSums } from './bootstrap/bootstrap-sums.ts';
export {
  type BootstrapEstimate,
  type ClusterBootstrapOptions,
  clusterBootstrap,
  type ResamplingOptions,
} from './bootstrap/cluster-bootstrap.ts';
export { type PairedDifference, pairedDifference } from './bootstrap/paired-difference.ts';
export { resampleAveragePrecision } from './bootstrap/resample-average-precision.ts';
export { applyCalibrator, type Calibrator } from './calibration/apply-calibrator.ts';
export { brierDifference, brierMinusNext } from './calibration/brier-difference.ts';
export { type CalibrationSlope, calibrationSlope, type NoSlope } from './calibration/calibration-slope.ts';
export { fitCalibrators } from './calibration/fit-calibrators.ts';
export { fitIsotonic, type IsotonicCalibrator } from './calibration/isotonic.ts';
export {
  type CalibrationReport,
  type ForecastAndRate,
  type HistogramBar,
  histogramOf,
  type JudgedCalibration,
  judgeCalibration,
} from './calibration/judge-calibration.ts';
export { fitPlatt, type PlattCalibrator } from './calibration/platt.ts';
export { type ReliabilityPoint, reliabilityDiagram } from './calibration/reliability-diagram.ts';
export { wilsonInterval } from './calibration/wilson-interval.ts';
export { type ComparedReading, compareReadings, type Reading } from './compare-readings.ts';
export { groupQueues } from './decision/group-queues.ts';
export {
  bestGroupOfEach,
  type JudgedQueues,
  judgeQueues,
  type QueueMoney,
  queuePolicy,
} from './decision/judge-queues.ts';
export { gapClosedInMoney, type PricedQueue, priceQueues } from './decision/price-queues.ts';
export {
  doNothing,
  type Flip,
  type Policy,
  type Sweep,
  type SweepRow,
  sensitivitySweep,
} from './decision/sensitivity-sweep.ts';
export { serveOnce } from './decision/serve-once.ts';
export { sweepCost } from './decision/sweep-cost.ts';
export { type LevelsSweep, sweepLevels } from './decision/sweep-levels.ts';
export { type CostSweep, sweepPrice } from './decision/sweep-price.ts';
export { type QueuedRows, type QueuePolicy, type SlotSweep, sweepSlots } from './decision/sweep-slots.ts';
export { type ColumnReference, type DriftReference, driftReference } from './drift/drift-reference.ts';
export { jensenShannonDistance } from './drift/jensen-shannon-distance.ts';
export { kolmogorovSmirnov } from './drift/kolmogorov-smirnov.ts';
export { populationStabilityIndex } from './drift/population-stability-index.ts';
export { doublyRobustOutcomes } from './experiment/doubly-robust-outcomes.ts';
export {
  chanceOfTreatment,
  type DrawnBefore,
  type LotteryDesign,
  untreatedWeight,
} from './experiment/holdout-weights.ts';
export { type Experiment, preventedShare } from './experiment/prevented-share.ts';
export {
  type Arm,
  compareArms,
  type ExperimentPlan,
  foreseeReadout,
  type Readout,
  readOut,
  unitsForPower,
} from './experiment/read-out.ts';
export { type SimulatedReadouts, simulateReadouts, type UnitChances } from './experiment/simulate-readouts.ts';
export { type FailureCost, type FailureTried, failureCosts, failureGains } from './failure-costs.ts';
export { levelAgainst, logSpread } from './forecast/against-usual.ts';
export { conformalShifts } from './forecast/conformal-shifts.ts';
export { countSpread } from './forecast/count-spread.ts';
export { expectedLevelCost } from './forecast/expected-level-cost.ts';
export {
  coveredShares,
  type HeldOutcome,
  outcomesOfLevels,
  percentageErrorOfLevels,
  pinballLossOfLevels,
  quantilesOfRows,
} from './forecast/held-levels.ts';
export { poolQuantiles } from './forecast/pool-quantiles.ts';
export { type QuantileCoverage, quantileCoverage } from './forecast/quantile-coverage.ts';
export { type QuantileForecast, quantileAt } from './forecast/quantile-forecast.ts';
export { seasonalNaive } from './forecast/seasonal-naive.ts';
export { seasonalProfile } from './forecast/seasonal-profile.ts';
export { theta } from './forecast/theta.ts';
export {
  type CheckNotAsked,
  type CheckToAsk,
  earnsMore,
  type GateBounds,
  type GateEvidence,
  gateChecks,
} from './gate/gate-checks.ts';
export { type JudgedRanking, rankingChecks } from './gate/ranking-checks.ts';
export { type Interval, intervalOf } from './interval.ts';
export { type Contender, climbLadder, type Rung } from './ladder/climb-ladder.ts';
export {
  climbLevels,
  type HeldRows,
  type LevelsRung,
  type PricedLevels,
  type RegretClosed,
} from './ladder/climb-levels.ts';
export { gapClosed } from './ladder/gap-closed.ts';
export { type CurveOfRung, ceilingContenders, drawCurves, type JudgedRungs, judgeRungs } from './ladder/judge-rungs.ts';
export { noRule, unknownLast } from './ladder/no-rule.ts';
export { type RankedEvaluation, rankedFigures } from './ladder/ranked-figures.ts';
export {
  bestSimpler,
  learnedRoles,
  type NamedRung,
  type RungRole,
  rungOf,
  SIMPLER_ROLES,
  shippedOf,
} from './ladder/roles.ts';
export { shippedRanker } from './ladder/shipped-ranker.ts';
export { type ShippedRung, shippedRung } from './ladder/shipped-rung.ts';
export { type TellingCases, tellingCases } from './ladder/telling-cases.ts';
export { meanKnown, meanOrNull } from './mean-known.ts';
export { meanOf } from './mean-of.ts';
export { averagePrecision } from './metrics/average-precision.ts';
export { type BrierDecomposition, brierDecomposition } from './metrics/brier-decomposition.ts';
export { brierScore } from './metrics/brier-score.ts';
export { type CalibrationError, expectedCalibrationError } from './metrics/expected-calibration-error.ts';
export { type LiftPoint, lift } from './metrics/lift.ts';
export { logLoss } from './metrics/log-loss.ts';
export { type GroupNdcg, type NdcgAtK, ndcgAtK } from './metrics/ndcg-at-k.ts';
export { pinballLoss } from './metrics/pinball-loss.ts';
export { type GroupPrecision, type PrecisionAtK, precisionAtK, type Slots } from './metrics/precision-at-k.ts';
export { type PrecisionRecallPoint, precisionRecallCurve } from './metrics/precision-recall-curve.ts';
export {
  type BinnedProbabilities,
  type BinScheme,
  binProbabilities,
  type ProbabilityBin,
} from './metrics/probability-bins.ts';
export { qError } from './metrics/q-error.ts';
export { placesOf, type RankedScores, rankScores } from './metrics/rank-scores.ts';
export { rocAuc } from './metrics/roc-auc.ts';
export { sampledNdcg } from './metrics/sampled-ndcg.ts';
export { effectiveSampleSize } from './off-policy/effective-sample-size.ts';
export { examinationByPosition, type ShownSlots } from './off-policy/examination-by-position.ts';
export { importanceWeights } from './off-policy/importance-weights.ts';
export {
  type LoggedSlates,
  type OffPolicyOptions,
  type OffPolicyValue,
  offPolicyValue,
} from './off-policy/off-policy-value.ts';
export { quantileOf, quantileSorted, sortKnown } from './quantile.ts';
export { fitEase, type Interactions } from './regression/ease.ts';
export {
  explainLogistic,
  fitLogisticRegression,
  type LogisticFeature,
  type LogisticModel,
  type LogisticTerm,
  predictLogistic,
} from './regression/logistic-regression.ts';
export { meanExcess } from './regression/mean-excess.ts';
export { explainRidge, fitRidge, predictRidge, type RidgeModel } from './regression/ridge.ts';
export { slopeOf } from './regression/slope.ts';
export { smearing } from './regression/smearing.ts';
export { concatRows, denseNumbers, take, takeRuns, type Weights, weightedMean } from './rows.ts';
export { type AskedPages, type ListedItem, type Worth, worthOfPages } from './slates/asked-pages.ts';
export {
  climbSlates,
  gapToOracle,
  meansWhere,
  type NdcgOfPages,
  type RankedRung,
  type SlateRung,
  shippedSlates,
} from './slates/climb-slates.ts';
export { judgeRanking, type RankedPages } from './slates/judge-ranking.ts';
export { type Ranking, rankCandidates, slateOf } from './slates/rank-candidates.ts';
export { type RetrievalRecall, retrievalRecall } from './slates/retrieval-recall.ts';
export { type SampledMetric, type SampledRung, sampleNegatives } from './slates/sample-negatives.ts';
export {
  type LoggedSlots,
  type PolicyValue,
  slotsOf,
  type ValueOptions,
  valueRankings,
} from './slates/value-rankings.ts';
export {
  type Calendar,
  type CalendarSettings,
  calendarPlanner,
  type History,
  minimumHistory,
  planCalendar,
  type RefitFold,
} from './splits/calendar.ts';
export { gapSteps, type LabelContract, maturesAfterMs, type StepUnit } from './splits/label-contract.ts';
export {
  assertDisjointLabelWindows,
  type LabelWindowOverlap,
  labelWindowOverlaps,
} from './splits/label-window-overlaps.ts';
export {
  type FoldRows,
  type Split,
  splitRows,
  unusableWindows,
} from './splits/split-rows.ts';
export { halveSteps, rowsInSteps, type StepRange, stepRange, stepsIn } from './splits/step-range.ts';
export { type Fold, type FoldPlan, temporalFold } from './splits/temporal-fold.ts';
export { type FollowedRows, inverseCensoringWeights } from './survival/inverse-censoring-weights.ts';
export { logit, type Margins, type Probabilities, sigmoid } from './units.ts';
export { type EarlierFold, judgeEarlier } from './window/judge-earlier.ts';
export { type JudgedSlice, type JudgedStep, judgeSlices, judgeSteps } from './window/judge-parts.ts';
export {
  baseRateOf,
  judgePart,
  type LabelledDecisions,
  openWindow,
  type PartOptions,
  partOf,
  type TestWindow,
} from './window/test-window.ts';
