/** What the command trains and scores with. */
export { scoreRun, trainRun } from './pipeline.ts';
export { figure, filesOf, metricsOf } from './report/run-files.ts';
export { screenOf } from './report/screen.ts';
export { explainData } from './stages/1-ingest.ts';
export { scored } from './stages/8-score.ts';
export { simulate } from './world/simulate.ts';
