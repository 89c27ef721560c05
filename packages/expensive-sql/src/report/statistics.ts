import * as report from '@applied-modeling/report';
import { count, decimal, percent } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** Who goes by statistics that somebody forgot to renew, beside who goes by the log of the table itself. */
export async function statisticsSection({ evaluation }: JudgedRun): Promise<readonly report.Section[]> {
  const bands = evaluation.statisticsAge.flatMap((band) =>
    band.averagePrecision === null ? [] : [{ ...band, averagePrecision: band.averagePrecision }],
  );
  if (bands.length < 2) return [];
  const names = Object.keys(bands[0].averagePrecision);
  const role = (name: string) => evaluation.ladder.find((rung) => rung.name === name)!.role;
  const chart = report.backtest({
    metric: 'Average precision, by the age of the oldest statistics among the tables of a query',
    periods: bands.map(({ band }) => band),
    series: names.map((name) => ({
      name,
      role: report.drawnAs(role(name)),
      values: bands.map(({ averagePrecision }) => averagePrecision[name]),
    })),
  });
  return [
    {
      title: 'What do stale statistics cost?',
      code: ['evaluation/statistics-age.ts', 'training-set/scanned-tables.ts'],
      blocks: [
        await report.figure(
          'statistics-age',
          chart,
          'An optimizer believes the last ANALYZE; the rule and the model read the bytes off the Delta log, which is never old.',
        ),
        report.table({
          rows: bands.map(({ band, queries, baseRate, averagePrecision }) => ({
            'statistics are': band,
            queries: count(queries),
            expensive: percent(baseRate),
            ...Object.fromEntries(names.map((name) => [name, decimal(averagePrecision[name])])),
          })),
        }),
      ],
    },
  ];
}
