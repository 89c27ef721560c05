import * as report from '@applied-modeling/report';
import { decimal, estimate, percent } from '@applied-modeling/report';
import { readFailures, summariseNaiveJoin } from '../failure-modes/failures-summary.ts';

/** Careless, correct, live: what each join without a clock promises, and what its model would do on a Monday. */
export function naiveJoinSection(): report.Section {
  const { worlds, honest, careless } = summariseNaiveJoin(readFailures());
  const inWorlds = (n: number | null) => (n === null ? '—' : `${n} of ${worlds}`);
  return {
    title: 'What would a careless join have promised?',
    code: ['failure-modes/naive-join.ts'],
    blocks: [
      report.table({
        caption: `Average precision, not of this run but the mean of ${worlds} small worlds, from failures.json (\`pnpm churn:failures\`). Candidates, folds and labels are the same for every join; live, a model gets what is known at the decision.`,
        rows: [
          {
            join: 'honest',
            'values not known then': percent(0),
            offline: decimal(honest),
            'careless − honest': '—',
            'better in': '—',
            live: decimal(honest),
            'worse in': '—',
          },
          ...careless.map(({ name, changed, offline, gain, live, worldsBetterOffline, worldsWorseLive }) => ({
            join: name,
            'values not known then': percent(changed),
            offline: decimal(offline),
            'careless − honest': estimate(gain),
            'better in': inWorlds(worldsBetterOffline),
            live: decimal(live),
            'worse in': inWorlds(worldsWorseLive),
          })),
        ],
      }),
      report.paragraph(
        'A window without a clock gains the rows and corrections that came late. State without a clock is another matter: who has renewed since, or what was written over a field afterwards, is the outcome itself. A table that keeps no past cannot even say what its model would do live.',
      ),
    ],
  };
}
