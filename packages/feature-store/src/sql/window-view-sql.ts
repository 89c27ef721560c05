/**
 * A windowed view as SQL.
 *
 * Joining rows to decisions directly pairs every row with each of the (say) twelve weekly decisions whose windows hold
 * it. Most rows of an entity are interchangeable, though: if no window of any decision begins or ends between two of
 * them, and both became known before the same decision, then every decision reads both or neither. So rows are first
 * reduced to one a (entity, bucket of event days, decision at which known), and only those meet the decisions:
 *
 *     rows → bucketed: one pass with two hash joins on days · bucketed × decisions in reach → one row a decision
 *
 * The buckets are put in order of their entity for speed alone: a hash table then meets the rows of a group together.
 *
 * This holds for any decision times; regular ones make few buckets. Measured on 10.9 million rows of 10,000 entities and
 * 55 decision times (2 threads): 1.1 s, where the direct join of three sums takes 3.1 to 5.3 s, finding `known_at` by
 * ASOF JOIN 2.2 to 3.4 s, and a window function over day totals cannot see that a row was late.
 */

import { contractColumn } from '@applied-modeling/lakehouse';
import type { WindowView } from '../feature-view.ts';
import type { WindowAggregate } from '../window-aggregates.ts';
import { clockDay, columnName, conditionSql, type NamedQuery, select, utcDay, type ViewSql } from './layout.ts';

/** `asOf` applies the availability clock; without it the join is the careless one. */
export function windowViewSql(view: WindowView, relation: string, asOf: boolean): ViewSql {
  const { name, source, entity } = view;
  const aggregates = Object.entries(view.features);
  const partials = collectPartials(view);
  const { eventTime, availableAt } = source.clocks;
  const result = `${name}_${asOf ? 'as_of' : 'latest'}`;
  const parts: Parts = {
    view,
    relation,
    asOf,
    key: columnName(entity),
    longest: windowsOf(view).at(-1) ?? 1,
    eventDay: clockDay(`source.${columnName(eventTime!)}`, contractColumn(source, eventTime!).sqlType),
    partials,
  };
  return {
    queries: [bucketed(parts), asOfDecision(parts, result)],
    join: [
      `LEFT JOIN ${result}`,
      `  ON ${result}.${parts.key} = spine.${parts.key}`,
      `  AND ${result}.decided_at = spine.decided_at`,
    ].join('\n'),
    features: Object.fromEntries(
      aggregates.map(([feature, aggregate]) => [feature, featureSql(`${result}.${feature}`, aggregate)]),
    ),
    ...(availableAt && { maxAvailableAt: `${result}.max_available_at` }),
    maxEventTime: `${result}.max_event_time`,
  };
}

/** What all windowed views read, as tables made once: where their windows begin and end, day by day and decision by decision. */
export function bucketTables(views: readonly WindowView[]): readonly NamedQuery[] {
  if (views.length === 0) return [];
  const edges = views.map((view) => `('${view.name}', [${[0, ...windowsOf(view)].join(', ')}])`);
  return [
    {
      name: 'buckets',
      comment: 'One row per view and run of days, named by its first, within which none of its windows begins or ends.',
      sql: select(
        ['view', 'longest', 'bucket', 'lead(bucket) OVER (PARTITION BY view ORDER BY bucket) AS next_bucket'],
        'FROM (',
        '  SELECT DISTINCT view, list_max(edges) AS longest, decision_day - unnest(edges) AS bucket',
        `  FROM decision_times, (VALUES ${edges.join(', ')}) AS views(view, edges)`,
        ')',
      ),
    },
    {
      name: 'bucket_days',
      comment: 'One row per day of a bucket.',
      sql: select(
        ['view', 'bucket', 'bucket + unnest(range(next_bucket - bucket))::INTEGER AS event_day'],
        'FROM buckets',
      ),
    },
    {
      name: 'reach',
      comment:
        "One row per (bucket, decision) within the longest window of the bucket's view, [decision_day - longest, decision_day).",
      sql: select(
        ['view', 'bucket', 'decision_day - bucket AS days_back', 'decided_at', 'decision_day'],
        'FROM buckets',
        'JOIN decision_times ON decision_day - bucket BETWEEN 1 AND longest',
      ),
    },
  ];
}

/** Their lengths in days, ascending, each once. */
function windowsOf({ features }: WindowView): number[] {
  return [...new Set(Object.values(features).map(({ days }) => days))].sort((a, b) => a - b);
}

interface Parts {
  readonly view: WindowView;
  readonly relation: string;
  readonly asOf: boolean;
  /** The entity's column, as SQL. */
  readonly key: string;
  readonly longest: number;
  /** The event's UTC day, as SQL over `source`. */
  readonly eventDay: string;
  readonly partials: ReadonlyMap<string, Partial>;
}

/** An aggregate of one bucket, from which those of all windows are merged. */
interface Partial {
  readonly name: string;
  readonly sql: string;
}

function bucketed({ view, relation, asOf, key, eventDay, partials }: Parts): NamedQuery {
  const { eventTime, availableAt } = view.source.clocks;
  const available = `source.${columnName(availableAt ?? '')}`;
  return {
    name: `${view.name}_bucketed`,
    comment: asOf
      ? `${view.source.name}, one row per (${view.entity}, bucket, first decision that could know the row).`
      : `${view.source.name}, one row per (${view.entity}, bucket), NO MATTER WHEN a row became known.`,
    sql: select(
      [
        `source.${key}`,
        'days.bucket',
        ...(asOf ? ['known.known_at'] : []),
        ...[...new Set(partials.values())].map((partial) => `${partial.sql} AS ${partial.name}`),
        ...(availableAt ? [`max(${available}) AS max_available_at`] : []),
        `max(source.${columnName(eventTime!)}) AS max_event_time`,
      ],
      `FROM ${relation} AS source`,
      `JOIN bucket_days AS days ON days.view = '${view.name}' AND days.event_day = ${eventDay}`,
      ...(asOf
        ? [
            `JOIN known ON known.available_day = ${utcDay(available)}`,
            `  AND ${available} > known.previous_at`,
            `  AND ${available} <= known.known_at`,
          ]
        : []),
      'GROUP BY ALL',
      `ORDER BY source.${key}`,
    ),
  };
}

function asOfDecision({ view, asOf, key, longest, partials }: Parts, name: string): NamedQuery {
  const merged = Object.entries(view.features).map(([feature, aggregate]) => {
    const within = aggregate.days < longest ? ` FILTER (WHERE days_back <= ${aggregate.days})` : '';
    const partial = partials.get(feature)!.name;
    return `${mergeOf(aggregate, partial, within)}::DOUBLE AS ${feature}`;
  });
  return {
    name,
    comment: asOf
      ? `One row per (${view.entity}, decided_at): rows with available_at <= decided_at, in windows that end before decision_day.`
      : `One row per (${view.entity}, decided_at): rows in windows that end before decision_day, known by then OR NOT.`,
    sql: select(
      [
        key,
        'decided_at',
        ...merged,
        ...(view.source.clocks.availableAt ? ['max(max_available_at) AS max_available_at'] : []),
        'max(max_event_time) AS max_event_time',
      ],
      `FROM ${view.name}_bucketed`,
      `JOIN reach ON reach.view = '${view.name}' AND reach.bucket = ${view.name}_bucketed.bucket`,
      ...(asOf ? ['WHERE known_at <= decided_at'] : []),
      `GROUP BY ${key}, decided_at, decision_day`,
    ),
  };
}

/** Features that differ only in their window share a partial: sums over 7 and 28 days are merged from the same sums. */
function collectPartials(view: WindowView): ReadonlyMap<string, Partial> {
  const partialByText = new Map<string, Partial>();
  const partialByFeature = new Map<string, Partial>();
  for (const [feature, aggregate] of Object.entries(view.features)) {
    const { stem, sql } = partialOf(view, aggregate);
    const filtered = aggregate.where ? `${sql} FILTER (WHERE ${conditionSql(aggregate.where)})` : sql;
    let partial = partialByText.get(filtered);
    if (!partial) {
      const words = [stem, ...(aggregate.where?.oneOf ?? [])].map((word) => String(word).toLowerCase());
      const wanted = words.join('_').replaceAll(/[^a-z0-9]+/g, '_');
      const isTaken = [...partialByText.values()].some(({ name }) => name === wanted);
      partial = { name: isTaken ? `${wanted}_${partialByText.size}` : wanted, sql: filtered };
      partialByText.set(filtered, partial);
    }
    partialByFeature.set(feature, partial);
  }
  return partialByFeature;
}

function partialOf({ source }: WindowView, { op, column }: WindowAggregate): { stem: string; sql: string } {
  const { eventTime } = source.clocks;
  const value = `source.${columnName(column ?? '')}`;
  const day = clockDay(`source.${columnName(eventTime!)}`, contractColumn(source, eventTime!).sqlType);
  switch (op) {
    case 'sum':
    case 'meanPerDay':
      return { stem: `sum_${column}`, sql: `sum(${value})` };
    case 'count':
      return { stem: 'row_count', sql: 'count(*)' };
    case 'activeDays':
      // Days less than 64 apart differ modulo 64, so a bit for each tells them apart.
      return { stem: 'day_bits', sql: `bit_or(1::UBIGINT << (${day} - DATE '0001-01-01') % 64)` };
    case 'max':
    case 'min':
      return { stem: `${op}_${column}`, sql: `${op}(${value})` };
    case 'daysSinceLast':
      return { stem: 'last_day', sql: `max(${day})` };
  }
}

function mergeOf({ op }: WindowAggregate, partial: string, within: string): string {
  switch (op) {
    case 'sum':
    case 'meanPerDay':
    case 'count':
      return `sum(${partial})${within}`;
    case 'activeDays':
      return `bit_count(bit_or(${partial})${within})`;
    case 'max':
    case 'min':
      return `${op}(${partial})${within}`;
    case 'daysSinceLast':
      return `(decision_day - max(${partial})${within})`;
  }
}

/** Totals of an empty window are 0 for an entity under observation; the other aggregates are missing. */
function featureSql(column: string, { op, days }: WindowAggregate): string {
  const total = `coalesce(${column}, 0)`;
  switch (op) {
    case 'sum':
    case 'count':
    case 'activeDays':
      return `CASE WHEN spine.is_observed THEN ${total} END`;
    case 'meanPerDay':
      return `CASE WHEN spine.is_observed THEN ${total} / least(${days}, spine.days_observed) END`;
    default:
      return column;
  }
}
