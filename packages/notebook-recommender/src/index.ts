/** What the command trains and suggests with. */
export { trainRun } from './pipeline.ts';
export { figure, filesOf, metricsOf } from './report/run-files.ts';
export { screenOf } from './report/screen.ts';
export { suggest } from './serving/suggest.ts';
export { explainData } from './stages/1-ingest.ts';
export { simulate } from './world/simulate.ts';
