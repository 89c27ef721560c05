import { commandLine, failuresVerb, oneOf, trainVerb } from '@applied-modeling/command';
import { drillVerb, operationVerbs } from '@applied-modeling/lifecycle';

/** The verbs, declared. What a verb needs is loaded when it runs: help loads none of it. */
export const { main } = await commandLine(import.meta.url, {
  name: 'churn',
  question: 'Which accounts will collapse, early enough to act?',
  verbs: {
    train: trainVerb({
      plantLeak: 'join the CRM as it stands today, and watch the audit refuse the run',
      flags: {
        engine: oneOf('ml-xgboost is the npm package, for comparison at --size small', ['gbm', 'ml-xgboost']),
      },
      load: () => import('./index.ts'),
    }),
    ...operationVerbs({ model: 'churn', command: 'churn', step: 'week', load: () => import('./index.ts') }),
    drill: drillVerb({ model: 'churn', command: 'churn', step: 'week', load: () => import('./index.ts') }),
    failures: failuresVerb(() => import('./failure-modes/failures.ts')),
  },
});
