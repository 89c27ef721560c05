import * as report from '@applied-modeling/report';
import { decimal, percent, signed } from '@applied-modeling/report';
import {
  type NaiveJoinSummary,
  readFailures,
  type Spread,
  summariseNaiveJoin,
} from '../failure-modes/failures-summary.ts';

/** Careless, correct, live: what each join without a clock promises, and what its model would do on a Monday. */
export async function naiveJoinSection(): Promise<report.Section> {
  const summary = summariseNaiveJoin(readFailures());
  return {
    title: 'What would a careless join have promised?',
    code: ['failure-modes/naive-join.ts'],
    blocks: [
      await report.figure(
        'naive-join',
        carelessBars(summary),
        `Average precision of joins that forget the clock, offline and live, against the honest join: means of ${summary.worlds} small worlds, with the lowest and highest.`,
        'Offline a model is tested on the values it was trained on; live it gets what is known at the decision.',
      ),
      joins(summary),
      report.paragraph(
        'A window without a clock gains the rows and corrections that came late. State without a clock is another matter: who has renewed since, or what was written over a field afterwards, is the outcome itself. A table that keeps no past cannot even say what its model would do live.',
      ),
    ],
  };
}

function joins({ worlds, honest, careless }: NaiveJoinSummary): report.Block {
  const inWorlds = (n: number | null) => (n === null ? '—' : `${n} of ${worlds}`);
  return report.table({
    caption: `Not of this run: ${worlds} worlds of size small, from failures.json (\`pnpm churn:failures\`). Same candidates, folds and labels for every join.`,
    rows: [
      {
        join: 'honest',
        'values not known then': percent(0),
        offline: decimal(honest.mean),
        'careless − honest': '—',
        'better offline in': '—',
        live: decimal(honest.mean),
        'worse live in': '—',
      },
      ...careless.map(({ name, changed, offline, inflation, live, worldsBetterOffline, worldsWorseLive }) => ({
        join: name,
        'values not known then': percent(changed),
        offline: decimal(offline.mean),
        'careless − honest': signed(inflation.mean),
        'better offline in': inWorlds(worldsBetterOffline),
        live: decimal(live?.mean),
        'worse live in': inWorlds(worldsWorseLive),
      })),
    ],
  });
}

function carelessBars({ honest, careless }: NaiveJoinSummary): report.ChartSpec {
  const bar = (name: string, { mean, lowest, highest }: Spread, emphasis: boolean) => ({
    name,
    value: mean,
    low: lowest,
    high: highest,
    emphasis,
  });
  return report.barsWithIntervals({
    metric: 'average precision',
    bars: careless.flatMap(({ name, offline, live }) => [
      bar(`${name}, offline`, offline, true),
      ...(live ? [bar(`${name}, live`, live, false)] : []),
    ]),
    reference: { value: honest.mean, label: 'honest join' },
  });
}
