import { decimal, percent, type Section, signed } from '@applied-modeling/report';
import { readFailures, summariseNaiveJoin } from '../failure-modes/failures-summary.ts';

/** Careless, correct, live: what each join without a clock promises, and what its model would do on a Monday. */
export function naiveJoinSection(): Section {
  const { worlds, honest, careless } = summariseNaiveJoin(readFailures());
  const columns = ['values not known then', 'offline', 'careless − honest', 'better in', 'live', 'worse in'];
  return {
    title: 'What would a careless join have promised?',
    code: [{ label: 'naive-join.ts', href: '../../../packages/churn/src/failure-modes/naive-join.ts' }],
    blocks: [
      {
        kind: 'table',
        caption: `Average precision, not of this run but the mean of ${worlds} small worlds, from failures.json (\`pnpm churn:failures\`). Candidates, folds and labels are the same for every join; live, a model gets what is known at the decision.`,
        table: {
          columns: [{ title: 'join' }, ...columns.map((title) => ({ title, align: 'right' as const }))],
          rows: [
            ['honest', percent(0), decimal(honest), '—', '—', decimal(honest), '—'],
            ...careless.map(({ name, changed, offline, live, worldsBetterOffline, worldsWorseLive }) => [
              name,
              percent(changed),
              decimal(offline),
              signed(offline - honest),
              `${worldsBetterOffline} of ${worlds}`,
              decimal(live),
              worldsWorseLive === null ? '—' : `${worldsWorseLive} of ${worlds}`,
            ]),
          ],
        },
      },
      {
        kind: 'paragraph',
        text: 'A window without a clock gains the rows and corrections that came late. State without a clock is another matter: who has renewed since, or what was written over a field afterwards, is the outcome itself. A table that keeps no past cannot even say what its model would do live.',
      },
    ],
  };
}
