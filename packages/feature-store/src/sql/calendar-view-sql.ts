import type { CalendarMean } from '../calendar-mean.ts';
import type { CalendarView } from '../feature-view.ts';
import { columnName, select, type ViewSql } from './layout.ts';

/**
 * A calendar view as SQL: joined on the decision's day alone, because every day's facts are known in advance.
 *
 * Factors are added as decimals of nine places: sums of doubles would depend on the order in which threads add them.
 */
export function calendarViewSql(view: CalendarView, relation: string): ViewSql {
  const { name, source } = view;
  const result = `${name}_by_day`;
  const date = `source.${columnName(view.dateColumn)}`;
  const means = Object.values(view.features);
  const longest = { from: Math.min(...means.map(({ from }) => from)), to: Math.max(...means.map(({ to }) => to)) };
  return {
    queries: [
      {
        name: result,
        comment: `One row per decision_day. ${source.name} is published in advance, so no clock applies.`,
        sql: select(
          [
            'days.decision_day',
            ...Object.entries(view.features).map(([feature, mean]) => `${meanSql(mean, date)} AS ${feature}`),
          ],
          'FROM (SELECT DISTINCT decision_day FROM decision_times) AS days',
          `JOIN ${relation} AS source ON ${within(date, longest)}`,
          'GROUP BY ALL',
        ),
      },
    ],
    join: `LEFT JOIN ${result} ON ${result}.decision_day = spine.decision_day`,
    features: Object.fromEntries(
      Object.keys(view.features).map((feature) => [feature, `${result}.${feature}::DOUBLE`]),
    ),
  };
}

function meanSql({ column, from, to }: CalendarMean, date: string): string {
  const value = `source.${columnName(column)}`;
  const filter = `FILTER (WHERE ${within(date, { from, to })})`;
  return [
    `CASE WHEN count(${value}) ${filter} = ${to - from}`,
    `  THEN sum(${value}::DECIMAL(18, 9)) ${filter} / ${to - from}`,
    'END',
  ].join('\n');
}

function within(date: string, { from, to }: Pick<CalendarMean, 'from' | 'to'>): string {
  return `${date} - days.decision_day BETWEEN ${from} AND ${to - 1}`;
}
