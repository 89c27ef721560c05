/** What the command trains, scores and watches with. */
export { scoreRun, trainRun, watchRun } from './pipeline.ts';
export { figure, filesOf, metricsOf } from './report/run-files.ts';
export { summarise as screenOf } from './report/screen.ts';
export { explainData } from './stages/1-ingest.ts';
export { actUsd, scored } from './stages/8-score.ts';
export { REPLAYS_FILE } from './stages/9-monitor.ts';
export { simulate } from './world/simulate.ts';
