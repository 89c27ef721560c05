import * as charts from '@applied-modeling/report';
import { count, decimal, interval, percent, renderChart, type Section, signed } from '@applied-modeling/report';
import type { NaiveJoin } from '../failure-modes/naive-join.ts';
import type { JudgedRun } from '../pipeline.ts';

/** Careless, correct, live: what each join without a clock promises, and what its model would do on a Monday. */
export async function naiveJoinSection({ naiveJoin }: JudgedRun): Promise<Section> {
  const title = 'What would a careless join have promised?';
  if (!naiveJoin) return { title, blocks: [{ kind: 'paragraph', text: 'Too few sampled accounts collapse to say.' }] };
  const { every, rounds, rows, honest, careless } = naiveJoin;
  const sampled = every === 1 ? 'all accounts' : `one account in ${every}`;
  return {
    title,
    code: [{ label: 'naive-join.ts', href: '../../../packages/churn/src/failure-modes/naive-join.ts' }],
    blocks: [
      {
        kind: 'figure',
        name: 'naive-join',
        chart: await renderChart(carelessBars(naiveJoin)),
        caption: 'Average precision of joins that forget the clock, offline and live, against the honest join.',
        reading:
          'Offline a model is tested on the values it was trained on; live it gets what is known at the decision.',
      },
      {
        kind: 'table',
        caption: `Same rows, folds and labels for every join: ${sampled}, ${count(rows.train)} training and ${count(rows.test)} test decisions, ${rounds} trees. Differences are paired; fitting luck is not in the intervals.`,
        table: {
          columns: [
            { title: 'join' },
            { title: 'values not known then', align: 'right' },
            { title: 'offline', align: 'right' },
            { title: 'careless − honest', align: 'right' },
            { title: 'live', align: 'right' },
          ],
          rows: [
            ['honest', percent(0), decimal(honest.estimate), '—', decimal(honest.estimate)],
            ...careless.map(({ name, changed, averagePrecision, inflation, live }) => [
              name,
              percent(changed),
              decimal(averagePrecision.estimate),
              interval(inflation.estimate, [inflation.low, inflation.high], signed),
              decimal(live?.estimate),
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

function carelessBars({ honest, careless }: NaiveJoin): charts.ChartSpec {
  const bar = (name: string, { estimate, low, high }: NaiveJoin['honest'], emphasis: boolean) => ({
    name,
    value: estimate,
    low,
    high,
    emphasis,
  });
  return charts.barsWithIntervals({
    metric: 'average precision',
    bars: careless.flatMap(({ name, averagePrecision, live }) => [
      bar(`${name}, offline`, averagePrecision, true),
      ...(live ? [bar(`${name}, live`, live, false)] : []),
    ]),
    reference: { value: honest.estimate, label: 'honest join' },
  });
}
