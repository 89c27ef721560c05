import { commandLine, failuresVerb, trainVerb } from '@applied-modeling/command';
import { operationVerbs } from '@applied-modeling/lifecycle';

/** What a verb needs is loaded when it runs: help loads none of it. */
export const { main } = await commandLine(import.meta.url, {
  name: 'jobs',
  folder: 'job-anomalies',
  question: 'Which job run is weirdly slow relative to its own history, and worth waking somebody?',
  verbs: {
    train: trainVerb({
      plantLeak: 'read rows that came after the decision, and watch the audit refuse the run',
      load: () => import('./index.ts'),
    }),
    ...operationVerbs({ model: 'job-anomalies', command: 'jobs', step: 'day', load: () => import('./index.ts') }),
    failures: failuresVerb(() => import('./failure-modes/failures.ts')),
  },
});
