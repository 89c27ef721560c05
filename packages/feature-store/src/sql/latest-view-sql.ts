/**
 * A latest view as SQL: for each row of the source the newest row known from then on, then an ASOF JOIN that finds the
 * one in force at a decision.
 *
 * "Newest" is by event time first, so that a late row about an old event does not undo a newer one; a row without one is the
 * oldest. The key columns break ties, so that the answer never depends on the order of the rows.
 */

import { contractColumn } from '@applied-modeling/lakehouse';
import type { LatestView } from '../feature-view.ts';
import type { LatestValue } from '../latest-values.ts';
import { clockDay, columnName, indent, literal, select, type ViewSql } from './layout.ts';

/** `asOf` applies the availability clock; a source without one, or without `asOf`, is read as it stands today. */
export function latestViewSql(view: LatestView, relation: string, asOf: boolean): ViewSql {
  const { name, source, entity } = view;
  const { eventTime, availableAt } = source.clocks;
  const isClocked = asOf && availableAt !== undefined;
  const key = columnName(entity);
  const available = `source.${columnName(availableAt ?? '')}`;
  const result = `${name}_${isClocked ? 'as_of' : 'latest'}`;
  const newestOver = isClocked ? ` OVER (PARTITION BY source.${key} ORDER BY ${available})` : '';
  const newest = `max({\n${indent(rowFields(view).join(',\n'))}\n})${newestOver} AS newest`;
  return {
    queries: [
      {
        name: `${name}_newest`,
        comment: isClocked
          ? `One row per row of ${source.name}: the newest row of the ${entity} known from its available_at on.`
          : `One row per ${entity}: the newest row of ${source.name}${availableAt ? ', KNOWN BY THE DECISION OR NOT' : ', which has no clock'}.`,
        sql: select(
          [`source.${key}`, ...(isClocked ? [`${available} AS available_at`] : []), newest],
          `FROM ${relation} AS source`,
          ...(isClocked ? [] : ['GROUP BY ALL']),
        ),
      },
      {
        name: result,
        comment: isClocked
          ? `One row per (${entity}, decided_at): the newest row with available_at <= decided_at.`
          : `One row per (${entity}, decided_at): the newest row there is.`,
        sql: select(
          [
            `asked.${key}`,
            'asked.decided_at',
            ...Object.entries(view.features).map(([feature, value]) => `${valueSql(view, value)} AS ${feature}`),
            ...(availableAt ? [`newest.${columnName(availableAt)} AS max_available_at`] : []),
            ...(eventTime ? [`newest.${columnName(eventTime)} AS max_event_time`] : []),
          ],
          `FROM (SELECT DISTINCT ${key}, decided_at, decision_day FROM entity_decisions) AS asked`,
          `${isClocked ? 'ASOF ' : ''}JOIN ${name}_newest AS known_rows`,
          `  ON known_rows.${key} = asked.${key}`,
          ...(isClocked ? ['  AND known_rows.available_at <= asked.decided_at'] : []),
        ),
      },
    ],
    join: [
      `LEFT JOIN ${result}`,
      `  ON ${result}.${key} = spine.${key}`,
      `  AND ${result}.decided_at = spine.decided_at`,
    ].join('\n'),
    features: Object.fromEntries(
      Object.keys(view.features).map((feature) => [feature, `${result}.${feature}::DOUBLE`]),
    ),
    ...(availableAt && { maxAvailableAt: `${result}.max_available_at` }),
    ...(eventTime && { maxEventTime: `${result}.max_event_time` }),
  };
}

/**
 * Structs compare field by field: the clocks, then the key, decide; the features come along. NULL counts as the greatest, so
 * whether there is an event time goes first; no column has a space in its name.
 */
function rowFields({ source, entity, features }: LatestView): readonly string[] {
  const { eventTime, availableAt } = source.clocks;
  const clocks = [eventTime, availableAt].filter((column) => column !== undefined);
  const key = source.key.filter((column) => column !== entity);
  const columns = new Set([...clocks, ...key, ...Object.values(features).map(({ column }) => column)]);
  const mayLackTime = eventTime !== undefined && contractColumn(source, eventTime).nullable;
  return [
    ...(mayLackTime ? [`"has time": source.${columnName(eventTime)} IS NOT NULL`] : []),
    ...Array.from(columns, (column) => `${columnName(column)}: source.${columnName(column)}`),
  ];
}

function valueSql({ source }: LatestView, { op, column, order }: LatestValue): string {
  const value = `newest.${columnName(column)}`;
  const day = clockDay(value, contractColumn(source, column).sqlType);
  switch (op) {
    case 'latest':
      return value;
    case 'ordinal':
      return `list_position([${(order ?? []).map(literal).join(', ')}], ${value}) - 1`;
    case 'daysUntil':
      return `${day} - asked.decision_day`;
    case 'daysSince':
      return `asked.decision_day - ${day}`;
  }
}
