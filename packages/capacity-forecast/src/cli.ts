import { commandLine, failuresVerb, runAsProcess, trainVerb } from '@applied-modeling/command';

/** The verbs, declared. What a verb needs is loaded when it runs: help loads none of it. */
const capacity = commandLine({
  name: 'capacity',
  folder: 'capacity-forecast',
  question: 'How many nodes to pre-provision in each region next week?',
  verbs: {
    train: trainVerb({
      plantLeak: 'read launches before they were announced, and watch the audit refuse the run',
      explainData,
      load: loadTraining,
    }),
    failures: failuresVerb(loadFailures),
  },
});

export const { main } = capacity;
await runAsProcess(import.meta.url, capacity);

async function explainData() {
  const { describeFiles } = await import('@applied-modeling/lakehouse');
  const { OPTIONAL_TABLES, REQUIRED_TABLES, usageHourly } = await import('./tables.ts');
  const { minimumHistoryWeeks } = await import('./settings.ts');
  const history = `${usageHourly.name} must span at least ${minimumHistoryWeeks()} whole weeks.`;
  return `${history}\n\n${describeFiles(REQUIRED_TABLES, OPTIONAL_TABLES)}`;
}

async function loadTraining() {
  const { trainRun } = await import('./pipeline.ts');
  const { filesOf } = await import('./report/run-files.ts');
  const { runMetrics } = await import('./report/run-metrics.ts');
  const { summarise } = await import('./report/screen.ts');
  const { simulate } = await import('./world/simulate.ts');
  return { trainRun, filesOf, metricsOf: runMetrics, screenOf: summarise, simulate, figure: 'cost_usd' };
}

async function loadFailures() {
  const { failures, tellFailures } = await import('./failure-modes/failures.ts');
  return { failures, tell: tellFailures, file: new URL('../failures.json', import.meta.url) };
}
