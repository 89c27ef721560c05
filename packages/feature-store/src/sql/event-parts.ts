/** What the statements of an event view share: its features, by the names their windows and conditions have in the script. */

import { contractColumn } from '@applied-modeling/lakehouse';
import { type EventAggregate, HOUR_MICROS, windowMicros } from '../event-aggregates.ts';
import type { EventView } from '../feature-view.ts';
import type { Condition } from '../window-aggregates.ts';
import { columnName, conditionSql, indent, type NamedQuery, select } from './layout.ts';

export interface EventParts {
  readonly view: EventView;
  readonly relation: string;
  readonly asOf: boolean;
  /** The name of the table the view ends in. */
  readonly result: string;
  /** The entity's columns, as SQL. */
  readonly entity: readonly string[];
  readonly partition: string;
  /** What orders the rows of an entity after `known_us`; rows that tie in all are one. */
  readonly ties: string;
  /** Whether versions are told apart: without the availability clock a decision sees the newest ones only. */
  readonly keepsVersions: boolean;
  readonly features: readonly EventFeature[];
}

export interface EventFeature {
  readonly name: string;
  readonly aggregate: EventAggregate;
  /** The place of its condition among those of the view; 0 is none. `meets_0` is true for every row. */
  readonly condition: number;
  /** Of a window of time. */
  readonly micros: number | undefined;
  readonly window: string;
}

export function eventParts(view: EventView, relation: string, asOf: boolean): EventParts {
  const { key, clocks } = view.source;
  const entity = view.entity.map(columnName);
  const ties = [...(clocks.eventTime ? ['event_us NULLS FIRST'] : []), ...key.map(rowColumn)];
  const conditions = conditionsOf(view);
  return {
    view,
    relation,
    asOf,
    result: `${view.name}_${asOf ? 'as_of' : 'latest'}`,
    entity,
    partition: `PARTITION BY ${entity.join(', ')}`,
    ties: ties.join(', '),
    keepsVersions: asOf && key.includes(clocks.availableAt!),
    features: Object.entries(view.features).map(([name, aggregate]) => {
      const { rows, hours, days, where } = aggregate;
      const condition = where ? conditions.indexOf(conditionSql(where)) : 0;
      const size = hours ? `${hours}_hours`.replace('.', '_') : days ? `${days}_days` : `${rows}_rows`;
      const window = `last_${size}${condition === 0 ? '' : `_${condition}`}`;
      return { name, aggregate, condition, micros: windowMicros(aggregate), window };
    }),
  };
}

/** The distinct conditions as SQL; the first, which every row meets, is none. */
function conditionsOf({ features }: EventView): readonly string[] {
  const conditions = Object.values(features).map(({ where }) => where);
  return ['', ...new Set(conditions.filter((where): where is Condition => where !== undefined).map(conditionSql))];
}

/** The source with its clocks in microseconds. `known_us` is the clock that counts. */
export function rowsQuery({ view, relation, asOf, entity, keepsVersions }: EventParts): NamedQuery {
  const { source, features } = view;
  const { eventTime, availableAt } = source.clocks;
  const available = `source.${columnName(availableAt!)}`;
  const event = eventTime && `source.${columnName(eventTime)}`;
  const read = Object.values(features).flatMap(({ column = [] }) => column);
  const identity = source.key
    .filter((column) => column !== availableAt)
    .map((column) => `source.${columnName(column)}`);
  const versions = identity.length > 0 ? `PARTITION BY ${identity.join(', ')} ` : '';
  return {
    name: `${view.name}_rows`,
    comment: asOf
      ? `One row per row of ${source.name}, known from known_us on${keepsVersions ? ' until it is superseded' : ''}.`
      : `One row per row of ${source.name}, taken for known from its event on, WHENEVER it became known.`,
    sql: select(
      [
        ...entity.map((column) => `source.${column}`),
        ...[...new Set([...source.key, ...read])].map((column) => `${valueSql(view, column)} AS ${rowColumn(column)}`),
        ...conditionsOf(view).map((sql, index) => `${sql ? `nullif(${sql}, false)` : 'true'} AS meets_${index}`),
        `epoch_us(${asOf || !event ? available : event}) AS known_us`,
        ...(asOf ? [] : [`epoch_us(${available}) AS available_us`]),
        ...(event ? [`epoch_us(${event}) AS event_us`] : []),
        ...(keepsVersions
          ? [`epoch_us(lead(${available}) OVER (${versions}ORDER BY ${available})) AS superseded_us`]
          : []),
      ],
      `FROM ${relation} AS source`,
      ...(!asOf && source.key.includes(availableAt!)
        ? [`QUALIFY row_number() OVER (${versions}ORDER BY ${available} DESC) = 1`]
        : []),
    ),
  };
}

function valueSql({ source }: EventView, column: string): string {
  const value = `source.${columnName(column)}`;
  return /^(FLOAT|DOUBLE)$/.test(contractColumn(source, column).sqlType) ? `nullif(${value}, 'NaN'::DOUBLE)` : value;
}

/** Rows and decisions on one line of time an entity, for frames that reach back from a decision. */
export function timelineQuery({ view, entity }: EventParts): NamedQuery {
  return {
    name: `${view.name}_timeline`,
    comment: 'One row per such row, and one per decision.',
    sql: [
      `SELECT *\nFROM ${view.name}_rows\n${whereNamed(entity)}`,
      'UNION ALL BY NAME',
      select([...entity, 'epoch_us(decided_at) AS known_us', 'rowid AS decision'], 'FROM entity_decisions'),
    ].join('\n'),
  };
}

/** An entity that is NULL anywhere has no history; windows would make a group of it. */
export function whereNamed(entity: readonly string[]): string {
  return `WHERE ${entity.map((column) => `${column} IS NOT NULL`).join(' AND ')}`;
}

/** An aggregate over `rows`, a FILTER or a window; hours are counted back from `decided`. */
export function aggregateSql({ aggregate, condition }: EventFeature, decided: string, rows: string): string {
  const { op, column = '', q } = aggregate;
  const value = rowColumn(column);
  switch (op) {
    case 'sum':
      return `(sum(${value})${rows})::DOUBLE`;
    case 'meanPerRow':
      return `(sum(${value})${rows})::DOUBLE / nullif(count(${value})${rows}, 0)`;
    case 'count':
      return `(count(meets_${condition})${rows})::DOUBLE`;
    case 'quantile':
      return `quantile_cont(${value}::DOUBLE, ${q})${rows}`;
    case 'min':
      return `(min(${value})${rows})::DOUBLE`;
    case 'max':
    case 'lastValue':
      return `(max(${value})${rows})::DOUBLE`;
    case 'hoursSinceLast':
      return `(${decided} - max(event_us)${rows}) / ${HOUR_MICROS}`;
  }
}

export function rowColumn(column: string): string {
  return columnName(`row_${column}`);
}

/** Frames by name, one for each distinct window of the features. */
export function framesOf(
  features: readonly EventFeature[],
  frameOf: (feature: EventFeature) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(features.map((feature) => [feature.window, frameOf(feature)]));
}

/** The distinct conditions of the features. */
export function conditionsUsed(features: readonly EventFeature[]): readonly number[] {
  return [...new Set(features.map(({ condition }) => condition))];
}

export function isOfRows({ micros }: EventFeature): boolean {
  return micros === undefined;
}

/** Both ends of a frame belong to it, and clocks are whole microseconds. */
export function timeFrame({ partition }: EventParts, micros: number): string {
  return `${partition} ORDER BY known_us RANGE BETWEEN ${micros - 1} PRECEDING AND CURRENT ROW`;
}

/** `WINDOW`, from frames by name. */
export function windowClause(frames: Readonly<Record<string, string>>): string {
  const windows = Object.entries(frames).map(([name, frame]) => `${name} AS (${frame})`);
  return `WINDOW\n${indent(windows.join(',\n'))}`;
}

export function newestClocks({ source }: EventView, available: string, event: string): readonly string[] {
  return [
    `make_timestamptz(${available}) AS max_available_at`,
    ...(source.clocks.eventTime ? [`make_timestamptz(${event}) AS max_event_time`] : []),
  ];
}

export function decisionsInWords({ view: { source }, asOf }: EventParts): string {
  return `One row per decision: ${source.name} ${asOf ? `with ${source.clocks.availableAt} <= decided_at` : 'known by then OR NOT'}.`;
}
