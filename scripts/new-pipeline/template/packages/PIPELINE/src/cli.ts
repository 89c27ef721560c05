import { commandLine, runAsProcess, trainVerb } from '@applied-modeling/command';

/** What a verb needs is loaded when it runs: help loads none of it. */
const opened = commandLine({
  name: 'VERB',
  folder: 'PIPELINE',
  question: 'Which machines will fail next week, early enough to service them?',
  verbs: {
    train: trainVerb({
      plantLeak: 'read rows that came after the decision, and watch the audit refuse the run',
      explainData: async () => {
        const { describeFiles } = await import('@applied-modeling/lakehouse');
        const { readings } = await import('./tables.ts');
        return describeFiles([readings], []);
      },
      load: async () => {
        const { trainRun } = await import('./pipeline.ts');
        const { filesOf, metricsOf } = await import('./report/run-files.ts');
        const { screenOf } = await import('./report/screen.ts');
        const { simulate } = await import('./world/simulate.ts');
        return { trainRun, simulate, filesOf, metricsOf, screenOf, figure: 'average_precision' };
      },
    }),
  },
});

export const { main } = opened;
await runAsProcess(import.meta.url, opened);
