import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent, signed } from '@applied-modeling/report';
import type { NaiveJoin } from '../failure-modes/naive-join.ts';
import type { JudgedRun } from '../pipeline.ts';

/** Careless, correct, live: what each join without a clock promises, and what its model would do on a Monday. */
export async function naiveJoinSection({ naiveJoin }: JudgedRun): Promise<report.Section> {
  const title = 'What would a careless join have promised?';
  if (!naiveJoin) return { title, blocks: [report.paragraph('Too few sampled accounts collapse to say.')] };
  return {
    title,
    code: ['failure-modes/naive-join.ts'],
    blocks: [
      await report.figure(
        'naive-join',
        carelessBars(naiveJoin),
        'Average precision of joins that forget the clock, offline and live, against the honest join.',
        'Offline a model is tested on the values it was trained on; live it gets what is known at the decision.',
      ),
      joins(naiveJoin),
      report.paragraph(
        'A window without a clock gains the rows and corrections that came late. State without a clock is another matter: who has renewed since, or what was written over a field afterwards, is the outcome itself. A table that keeps no past cannot even say what its model would do live.',
      ),
    ],
  };
}

function joins({ every, rounds, rows, honest, careless }: NaiveJoin): report.Block {
  const sampled = every === 1 ? 'all accounts' : `one account in ${every}`;
  const row = (join: string, changed: number | null, offline: number, inflation: string, live?: number) => ({
    join,
    'values not known then': percent(changed),
    offline: decimal(offline),
    'careless − honest': inflation,
    live: decimal(live),
  });
  return report.table({
    caption: `Same rows, folds and labels for every join: ${sampled}, ${count(rows.train)} training and ${count(rows.test)} test decisions, ${rounds} trees. Differences are paired; fitting luck is not in the intervals.`,
    rows: [
      row('honest', 0, honest.estimate, '—', honest.estimate),
      ...careless.map(({ name, changed, averagePrecision, inflation, live }) =>
        row(name, changed, averagePrecision.estimate, estimate(inflation, signed), live?.estimate),
      ),
    ],
  });
}

function carelessBars({ honest, careless }: NaiveJoin): report.ChartSpec {
  const bar = (name: string, { estimate, low, high }: NaiveJoin['honest'], emphasis: boolean) => ({
    name,
    value: estimate,
    low,
    high,
    emphasis,
  });
  return report.barsWithIntervals({
    metric: 'average precision',
    bars: careless.flatMap(({ name, averagePrecision, live }) => [
      bar(`${name}, offline`, averagePrecision, true),
      ...(live ? [bar(`${name}, live`, live, false)] : []),
    ]),
    reference: { value: honest.estimate, label: 'honest join' },
  });
}
