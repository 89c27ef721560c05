import { commandLine, trainVerb } from '@applied-modeling/command';

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
  },
});
