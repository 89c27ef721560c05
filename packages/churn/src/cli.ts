import { commandLine, failuresVerb, oneOf, runAsProcess, trainVerb } from '@applied-modeling/command';

/** The verbs, declared. What a verb needs is loaded when it runs: help loads none of it. */
const churn = commandLine({
  name: 'churn',
  folder: 'churn',
  question: 'Which accounts will collapse, early enough to act?',
  verbs: {
    train: trainVerb({
      plantLeak: 'join the CRM as it stands today, and watch the audit refuse the run',
      flags: {
        engine: oneOf('ml-xgboost is the npm package, for comparison at --size small', ['gbm', 'ml-xgboost']),
      },
      explainData,
      load: loadTraining,
    }),
    failures: failuresVerb(loadFailures),
  },
});

export const { main } = churn;
await runAsProcess(import.meta.url, churn);

async function explainData() {
  const { describeFiles } = await import('@applied-modeling/lakehouse');
  const { OPTIONAL_TABLES, REQUIRED_TABLES, usageDaily } = await import('./tables.ts');
  const { minimumHistoryWeeks } = await import('./settings.ts');
  const history = `${usageDaily.name} must span at least ${minimumHistoryWeeks()} whole weeks.`;
  return `${history}\n\n${describeFiles(REQUIRED_TABLES, OPTIONAL_TABLES)}`;
}

async function loadTraining() {
  const { trainRun } = await import('./pipeline.ts');
  const { filesOf } = await import('./report/run-files.ts');
  const { runMetrics } = await import('./report/run-metrics.ts');
  const { summarise } = await import('./report/screen.ts');
  const { simulate } = await import('./world/simulate.ts');
  return { trainRun, filesOf, metricsOf: runMetrics, screenOf: summarise, simulate, figure: 'average_precision' };
}

async function loadFailures() {
  const { failures } = await import('./failure-modes/failures.ts');
  const { FAILURES_FILE, tellFailures } = await import('./failure-modes/failures-summary.ts');
  return { failures, tell: tellFailures, file: FAILURES_FILE };
}
