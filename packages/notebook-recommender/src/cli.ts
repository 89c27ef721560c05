import { commandLine, directory, failuresVerb, text, trainVerb, verb } from '@applied-modeling/command';
import { operationVerbs } from '@applied-modeling/lifecycle';

const suggest = verb({
  about: 'Says what somebody would be shown on a blank page, and why, or why nothing.',
  flags: {
    user: text('who opens it', 'ID'),
    at: text('when, such as 2024-06-20T09:00Z; the last instant of the data when left out', 'TIME'),
    data: directory('your own tables, where the model learnt from them'),
  },
  run: async (asked, session) => {
    const { suggest, simulate } = await import('./index.ts');
    return suggest(asked, session, simulate);
  },
});

/** What a verb needs is loaded when it runs: help loads none of it. */
export const { main } = await commandLine(import.meta.url, {
  name: 'notebooks',
  folder: 'notebook-recommender',
  question: 'A blank notebook opens: what should we suggest?',
  verbs: {
    train: trainVerb({
      plantLeak: 'read from the row of the slate whether a cell ran, and watch the audit refuse the run',
      load: () => import('./index.ts'),
    }),
    suggest,
    ...operationVerbs({
      model: 'notebook-recommender',
      command: 'notebooks',
      step: 'day',
      load: () => import('./index.ts'),
    }),
    failures: failuresVerb(() => import('./failure-modes/failures.ts')),
  },
});
