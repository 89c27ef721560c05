import * as charts from '@applied-modeling/report';
import { decimal, percent, renderChart, type Section, signed } from '@applied-modeling/report';
import {
  type NaiveJoinSummary,
  readFailures,
  type Spread,
  summariseNaiveJoin,
} from '../failure-modes/failures-summary.ts';

/** Careless, correct, live: what each join without a clock promises, and what its model would do on a Monday. */
export async function naiveJoinSection(): Promise<Section> {
  const summary = summariseNaiveJoin(readFailures());
  const { worlds, honest, careless } = summary;
  return {
    title: 'What would a careless join have promised?',
    code: [{ label: 'naive-join.ts', href: '../../../packages/churn/src/failure-modes/naive-join.ts' }],
    blocks: [
      {
        kind: 'figure',
        name: 'naive-join',
        chart: await renderChart(carelessBars(summary)),
        caption: `Average precision of joins that forget the clock, offline and live, against the honest join: means of ${worlds} small worlds, with the lowest and highest.`,
        reading:
          'Offline a model is tested on the values it was trained on; live it gets what is known at the decision.',
      },
      {
        kind: 'table',
        caption: `Not of this run: ${worlds} worlds of size small, from failures.json (\`pnpm churn:failures\`). Same candidates, folds and labels for every join.`,
        table: {
          columns: [
            { title: 'join' },
            { title: 'values not known then', align: 'right' },
            { title: 'offline', align: 'right' },
            { title: 'careless − honest', align: 'right' },
            { title: 'better offline in', align: 'right' },
            { title: 'live', align: 'right' },
            { title: 'worse live in', align: 'right' },
          ],
          rows: [
            ['honest', percent(0), decimal(honest.mean), '—', '—', decimal(honest.mean), '—'],
            ...careless.map(({ name, changed, offline, inflation, live, worldsBetterOffline, worldsWorseLive }) => [
              name,
              percent(changed),
              decimal(offline.mean),
              signed(inflation.mean),
              `${worldsBetterOffline} of ${worlds}`,
              decimal(live?.mean),
              live === null ? '—' : `${worldsWorseLive} of ${worlds}`,
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

function carelessBars({ honest, careless }: NaiveJoinSummary): charts.ChartSpec {
  const bar = (name: string, { mean, lowest, highest }: Spread, emphasis: boolean) => ({
    name,
    value: mean,
    low: lowest,
    high: highest,
    emphasis,
  });
  return charts.barsWithIntervals({
    metric: 'average precision',
    bars: careless.flatMap(({ name, offline, live }) => [
      bar(`${name}, offline`, offline, true),
      ...(live ? [bar(`${name}, live`, live, false)] : []),
    ]),
    reference: { value: honest.mean, label: 'honest join' },
  });
}
