import { commandLine, trainVerb } from '@applied-modeling/command';
import { operationVerbs } from '@applied-modeling/lifecycle';

/** What a verb needs is loaded when it runs: help loads none of it. */
export const { main } = await commandLine(import.meta.url, {
  name: 'VERB',
  folder: 'PIPELINE',
  question: 'Which machines will fail next week, early enough to service them?',
  verbs: {
    train: trainVerb({
      plantLeak: 'read rows that came after the decision, and watch the audit refuse the run',
      load: () => import('./index.ts'),
    }),
    ...operationVerbs({
      ...{ model: 'PIPELINE', command: 'VERB', step: 'week' },
      load: () => import('./index.ts'),
    }),
  },
});
