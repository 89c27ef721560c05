export {
  type AnswerFacts,
  answerFacts,
  answerFiles,
  type Figures,
  fillTemplates,
  hashModules,
  writeAnswer,
} from './answer.ts';
export { figure, paragraph, table } from './blocks.ts';
export { calibratorFigures } from './calibrator-figures.ts';
export { type Backtest, backtest } from './charts/backtest.ts';
export { type BarsWithIntervals, barOf, barsWithIntervals } from './charts/bars-with-intervals.ts';
export { type Calendar, calendar, type WindowKind } from './charts/calendar.ts';
export { type Contributions, contributions } from './charts/contributions.ts';
export { type Fan, fan } from './charts/fan.ts';
export { type HeatMap, heatMap } from './charts/heat-map.ts';
export { type PrecisionRecall, precisionRecall } from './charts/precision-recall.ts';
export { type QueueLength, queueLength } from './charts/queue-length.ts';
export { type Reliability, type ReliabilityBin, reliability } from './charts/reliability.ts';
export { type Sensitivity, sensitivity } from './charts/sensitivity.ts';
export { type Timeline, timeline } from './charts/timeline.ts';
export { type AnswerDeclaration, type AnsweredRun, declareAnswer } from './declare-answer.ts';
export { featureInWords } from './feature-words.ts';
export {
  count,
  dayInWords,
  decimal,
  type Estimate,
  estimate,
  interval,
  type Measured,
  meanAndRange,
  percent,
  range,
  signed,
  usd,
} from './format.ts';
export { type Block, type Decision, type Figure, figureFiles, type Page, type Section, type Tile } from './page.ts';
export { pairRuns, type RunDifference, type RunOnRows } from './pair-runs.ts';
export { type Chart, type ChartSpec, renderChart } from './render-chart.ts';
export { renderHtml } from './render-html.ts';
export { renderMarkdown } from './render-markdown.ts';
export { type PageMetrics, type PageRun, pageFiles, type RunPage, runPage } from './run-page.ts';
export { type RunScreen, type RunTold, runScreen } from './run-screen.ts';
export { type Fact, facts, layOut, type ScreenBlock, steps, type Text } from './screen.ts';
export { type AuditSection, type AuditTold, auditSection } from './sections/audit.ts';
export { calendarFigure, type FoldCalendar } from './sections/calendar.ts';
export { countedTable } from './sections/counted.ts';
export { type DataSection, dataSection } from './sections/data.ts';
export { type DecisionTold, decide } from './sections/decision.ts';
export {
  type Explained,
  type ExplainSection,
  explainChances,
  explainSection,
  type FeatureNames,
  reasonedTable,
  reasons,
} from './sections/explain.ts';
export { type FeatureTold, featureTable } from './sections/features.ts';
export { type GateSection, type GateTold, gateSection } from './sections/gate.ts';
export { ladderTable } from './sections/ladder.ts';
export {
  coverageFigure,
  coverageTable,
  type LevelsThroughTime,
  levelRows,
  levelsFan,
  levelsFigure,
  levelsSweepBlocks,
  tellCheapest,
} from './sections/levels.ts';
export { liftTable } from './sections/lift.ts';
export {
  pricedTable,
  priceFigure,
  type QueuesDrawn,
  type QueuesTold,
  type QueueWords,
  queueBlocks,
  queueFigures,
  queueRows,
  tellFlips,
} from './sections/queues.ts';
export { rankingSection } from './sections/ranking.ts';
export { type CalibrationTold, calibrationSection, reliabilityBlocks } from './sections/reliability.ts';
export { type RungsTold, rungFacts, rungsFigure, rungTiles } from './sections/rungs.ts';
export { whyItShips } from './sections/shipping.ts';
export { namedSlices, type SliceSection, sliceSection } from './sections/slices.ts';
export { rollingTable, stepsFigure } from './sections/time.ts';
export { type Table, tableHtml, tableMarkdown } from './table.ts';
export { drawnAs, type NamedSeries, type SeriesRole } from './theme.ts';
export {
  type PricedRung,
  readUntunedWorlds,
  tellMoney,
  type UntunedWorld,
  type UntunedWorlds,
} from './untuned-worlds.ts';
export { type RunToTell, type UsualFigures, usualFigures } from './usual-figures.ts';
