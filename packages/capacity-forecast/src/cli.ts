import { commandLine, failuresVerb, trainVerb } from '@applied-modeling/command';
import { operationVerbs } from '@applied-modeling/lifecycle';

/** The verbs, declared. What a verb needs is loaded when it runs: help loads none of it. */
export const { main } = await commandLine(import.meta.url, {
  name: 'capacity',
  folder: 'capacity-forecast',
  question: 'How many nodes to pre-provision in each region next week?',
  verbs: {
    train: trainVerb({
      plantLeak: 'read launches before they were announced, and watch the audit refuse the run',
      load: () => import('./index.ts'),
    }),
    ...operationVerbs({
      model: 'capacity-forecast',
      command: 'capacity',
      ...{ step: 'week', replayedIn: 'medium' /* a small one has too few series to have a distribution */ },
      load: () => import('./index.ts'),
    }),
    failures: failuresVerb(() => import('./failure-modes/failures.ts')),
  },
});
