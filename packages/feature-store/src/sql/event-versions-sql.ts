/**
 * An event view over a table that keeps versions, as SQL.
 *
 * A version counts for decisions before it is superseded and not for later ones, which no frame can tell. So each decision
 * is paired with the rows of its longest window, superseded ones are dropped, and the rest is counted off from the newest:
 *
 *     timeline → placed: rows numbered → reach: the first row that a window may need → pairs → one row a decision
 *
 * Rows that nothing ever supersedes are there for every later decision, so the last n rows of any decision lie among the
 * last n of these and the rows that came after. It costs decisions × rows in their windows.
 */

import {
  aggregateSql,
  conditionsUsed,
  decisionsInWords,
  type EventFeature,
  type EventParts,
  framesOf,
  isOfRows,
  newestClocks,
  timeFrame,
  timelineQuery,
  windowClause,
} from './event-parts.ts';
import { type NamedQuery, select } from './layout.ts';

export function versionsQueries(parts: EventParts): readonly NamedQuery[] {
  return [timelineQuery(parts), placed(parts), reach(parts), pairs(parts), asOfDecision(parts)];
}

function placed({ view, partition, ties, features }: EventParts): NamedQuery {
  const lasting = conditionsUsed(features.filter(isOfRows)).map(
    (condition) =>
      `count(meets_${condition}) FILTER (WHERE superseded_us IS NULL) OVER in_order AS lasting_${condition}`,
  );
  const met = conditionsUsed(features)
    .map((condition) => `meets_${condition}`)
    .join(' OR ');
  return {
    name: `${view.name}_placed`,
    comment: 'The same, with how many rows came so far, how many of these last, and the newest clocks.',
    sql: select(
      [
        '*',
        'count(meets_0) OVER in_order AS place',
        ...lasting,
        `max(known_us) FILTER (WHERE ${met}) OVER in_order AS newest_available_us`,
        ...(view.source.clocks.eventTime
          ? [`max(event_us) FILTER (WHERE ${met}) OVER in_order AS newest_event_us`]
          : []),
      ],
      `FROM ${view.name}_timeline`,
      windowClause({
        in_order: `${partition} ORDER BY known_us, decision NULLS FIRST, ${ties} ROWS UNBOUNDED PRECEDING`,
      }),
    ),
  };
}

function reach(parts: EventParts): NamedQuery {
  const { view, partition, features } = parts;
  const windows = framesOf(features, ({ condition, micros, aggregate: { rows = 1 } }) =>
    micros
      ? timeFrame(parts, micros)
      : `${partition} ORDER BY lasting_${condition} RANGE BETWEEN ${rows - 1} PRECEDING AND CURRENT ROW`,
  );
  const starts = Object.keys(windows).map((window) => `min(place) FILTER (WHERE meets_0) OVER ${window}`);
  return {
    name: `${view.name}_reach`,
    comment:
      'One row per decision: the place of the newest row known by then, and of the first that a window may need.',
    sql: select(
      ['*', `least(${['place', ...starts].join(', ')}) AS first_place`],
      `FROM ${view.name}_placed`,
      windowClause(windows),
      'QUALIFY decision IS NOT NULL',
    ),
  };
}

function pairs({ view, entity, features }: EventParts): NamedQuery {
  const ranks = conditionsUsed(features.filter(isOfRows)).map(
    (condition) => `count(seen.meets_${condition}) OVER newest_first AS rank_${condition}`,
  );
  const newest = ['newest_available_us', ...(view.source.clocks.eventTime ? ['newest_event_us'] : [])];
  return {
    name: `${view.name}_pairs`,
    comment: 'One row per decision and row in reach that is not superseded by then, with its rank from the newest.',
    sql: select(
      [
        ...['decision', 'known_us AS decided_us', ...newest].map((column) => `reach.${column}`),
        `seen.* EXCLUDE (${['decision', ...newest].join(', ')})`,
        ...ranks,
      ],
      `FROM (SELECT *, unnest(range(first_place, place + 1)) AS seen_place FROM ${view.name}_reach) AS reach`,
      `LEFT JOIN ${view.name}_placed AS seen`,
      '  ON seen.decision IS NULL',
      ...entity.map((column) => `  AND seen.${column} = reach.${column}`),
      '  AND seen.place = reach.seen_place',
      '  AND coalesce(seen.superseded_us > reach.known_us, true)',
      windowClause({
        newest_first: 'PARTITION BY reach.decision ORDER BY reach.seen_place DESC ROWS UNBOUNDED PRECEDING',
      }),
    ),
  };
}

function asOfDecision(parts: EventParts): NamedQuery {
  const { view, result, features } = parts;
  const ids = ['decision', 'decided_us', 'newest_available_us'];
  if (view.source.clocks.eventTime) ids.push('newest_event_us');
  return {
    name: result,
    comment: decisionsInWords(parts),
    sql: select(
      [
        'decision',
        ...features.map((feature) => {
          const filter = ` FILTER (WHERE meets_${feature.condition} AND ${isWithin(feature)})`;
          return `${aggregateSql(feature, 'decided_us', filter)} AS ${feature.name}`;
        }),
        ...newestClocks(view, 'newest_available_us', 'newest_event_us'),
      ],
      `FROM ${view.name}_pairs`,
      `GROUP BY ${ids.join(', ')}`,
    ),
  };
}

function isWithin({ micros, condition, aggregate }: EventFeature): string {
  return micros ? `known_us > decided_us - ${micros}` : `rank_${condition} <= ${aggregate.rows}`;
}
