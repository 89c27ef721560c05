import { commandLine, failuresVerb, text, trainVerb, verb } from '@applied-modeling/command';
import { operationVerbs } from '@applied-modeling/lifecycle';

/** What a verb needs is loaded when it runs: help loads none of it. */
export const { main } = await commandLine(import.meta.url, {
  name: 'sql',
  folder: 'expensive-sql',
  question: 'Will this query be expensive, before it runs?',
  verbs: {
    train: trainVerb({
      plantLeak: 'read how long the query turned out to take, and watch the admission contract refuse the run',
      load: () => import('./index.ts'),
    }),
    explain: verb({
      about: 'Says what the trained model would do with one query, and why. Nothing of it is executed.',
      argument: { takes: 'SQL', about: 'the text, in quotes' },
      flags: {
        user: text('who asks', 'NAME'),
        tenant: text('in which workspace', 'NAME'),
        application: text('through what', 'NAME'),
        warehouse: text('on which warehouse', 'NAME'),
      },
      run: async (asked, session, sql) => (await import('./admission/explain.ts')).explain(sql, asked, session),
    }),
    ...operationVerbs({ model: 'expensive-sql', command: 'sql', step: 'day', load: () => import('./index.ts') }),
    failures: failuresVerb(() => import('./failure-modes/failures.ts')),
  },
});
