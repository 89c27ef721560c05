/**
 * A feature set as SQL: the point-in-time join.
 *
 * The script is DuckDB's SQL and is meant to be committed and read. It takes the spine (one row per entity and decision),
 * makes one temporary table a view of what its source said at each decision, and joins these to the spine; see `sql/` for
 * what each kind of view does. Values of time never enter the text: the same script serves a training set of sixty
 * decision times and a batch scored at one.
 *
 * Rejected: one statement with every view in its WITH. DuckDB then holds the aggregates of all views at once and joins
 * them without knowing how few rows each has; five sources of 20 million rows took twice the time and spilled at 2 GB.
 */

import { contractColumn, type TableContract } from '@applied-modeling/lakehouse';
import type { FeatureSet } from './feature-set.ts';
import type { FeatureView, WindowView } from './feature-view.ts';
import { fingerprintFeatures } from './fingerprint-features.ts';
import { calendarViewSql } from './sql/calendar-view-sql.ts';
import { derivationSql } from './sql/derivation-sql.ts';
import { eventViewSql } from './sql/event-view-sql.ts';
import { latestViewSql } from './sql/latest-view-sql.ts';
import { columnName, type NamedQuery, script, select, utcDay, type ViewSql, withQueries } from './sql/layout.ts';
import { bucketTables, windowViewSql } from './sql/window-view-sql.ts';

/**
 * Which rows of a source a decision may read.
 *
 * - `as-of`: those available at the decision.
 * - `latest`: all there are today. The careless join, for the naive comparison only.
 */
export type Door = 'as-of' | 'latest';

/**
 * One row per (keys, decided_at), with `decided_at TIMESTAMPTZ` and, unless all views are event views, `observed_since DATE`
 * (NULL where unknown).
 */
export interface SpineRelation {
  /** A relation's name, or a sub-select in parentheses. */
  readonly relation: string;
  /** The columns that name the entity. */
  readonly keys: readonly string[];
  /** Further columns handed through as they are, such as a label, a weight or slices. */
  readonly carry?: readonly string[];
}

export interface CompileOptions {
  readonly spine: SpineRelation;
  /** A source as SQL (a relation's name or a parenthesised sub-select); `undefined` when it is absent. */
  readonly relation: (contract: TableContract) => string | undefined;
  /** Default: `as-of`. */
  readonly door?: Door;
}

/** Where the audit finds the newest clocks a row was made from. */
export interface AuditColumns {
  readonly view: string;
  readonly maxAvailableAt?: string;
  readonly maxEventTime?: string;
}

/** A key of the spine as the source of a view has it. */
export interface KeyColumn {
  readonly view: string;
  readonly key: string;
  readonly sqlType: string;
}

export interface CompiledFeatures {
  /** The whole script, to be read: `tables` and `result`. */
  readonly sql: string;
  /** Temporary tables to make, in this order, before `result` is selected. */
  readonly tables: readonly NamedQuery[];
  readonly result: string;
  readonly door: Door;
  readonly fingerprint: string;
  readonly keys: readonly string[];
  /** What the sources that are there say of the keys. */
  readonly keyColumns: readonly KeyColumn[];
  readonly carry: readonly string[];
  /** Feature columns of the result, all FLOAT. */
  readonly names: readonly string[];
  readonly modelColumns: readonly string[];
  readonly auditColumns: readonly AuditColumns[];
  /** Views whose source is absent: their features are NULL. */
  readonly absentViews: readonly string[];
}

/**
 * Compiles to: keys, decided_at, carried columns, one FLOAT per feature, then `<view>_max_available_at` and
 * `<view>_max_event_time`; ordered by keys and decided_at. The session's time zone must be UTC only to print instants.
 *
 * Throws a `TypeError` when a view's entity is no key of the spine, when two result columns share a name, or when the
 * `as-of` door meets a source that is overwritten in place and so has no past.
 */
export function compileFeatures(set: FeatureSet, options: CompileOptions): CompiledFeatures {
  const { spine, relation, door = 'as-of' } = options;
  const carry = spine.carry ?? [];
  for (const view of set.views) requireReadable(view, spine, door);
  const compiled = set.views.map((view) => {
    const source = relation(view.source);
    return { view, parts: source === undefined ? absentViewSql(view) : viewSql(view, source, door) };
  });
  const auditColumns = compiled.map(({ view, parts }) => auditColumnsOf(view, parts));
  const audited = auditColumns.flatMap(({ maxAvailableAt, maxEventTime }) => [maxAvailableAt, maxEventTime]);
  const auditNames = audited.filter((name) => name !== undefined);
  const ids = [...spine.keys, 'decided_at', ...carry];
  refuseRepeats([...ids, ...set.names, ...auditNames]);

  const countsDays = set.views.some(({ kind }) => kind !== 'event');
  const windowViews = set.views.filter((view) => view.kind === 'window');
  const tables = [
    entityDecisions(spine, countsDays),
    ...(countsDays ? [decisionTimes()] : []),
    ...(door === 'as-of' && windowViews.length > 0 ? [known(windowViews)] : []),
    ...bucketTables(windowViews.filter(({ source }) => relation(source) !== undefined)),
    ...compiled.flatMap(({ parts }) => viewTable(parts)),
  ];
  const rows = select(
    [...ids.map(columnName), ...set.names.map((name) => `${name}::FLOAT AS ${name}`), ...auditNames],
    'FROM features',
    `ORDER BY ${[...spine.keys.map(columnName), 'decided_at'].join(', ')}`,
  );
  const result = withQueries([ingredientsQuery(ids, compiled), derivedQuery(set)], rows);
  return {
    sql: script(tables, result),
    tables,
    result,
    door,
    fingerprint: fingerprintFeatures(set),
    keys: spine.keys,
    keyColumns: set.views.flatMap((view) => (relation(view.source) === undefined ? [] : keyColumnsOf(view))),
    carry,
    names: set.names,
    modelColumns: set.modelColumns,
    auditColumns,
    absentViews: set.views.filter(({ source }) => relation(source) === undefined).map(({ name }) => name),
  };
}

function viewSql(view: FeatureView, source: string, door: Door): ViewSql {
  switch (view.kind) {
    case 'window':
      return windowViewSql(view, source, door === 'as-of');
    case 'event':
      return eventViewSql(view, source, door === 'as-of');
    case 'latest':
      return latestViewSql(view, source, door === 'as-of');
    case 'calendar':
      return calendarViewSql(view, source);
  }
}

function absentViewSql(view: FeatureView): ViewSql {
  return {
    queries: [],
    join: '',
    features: Object.fromEntries(Object.keys(view.features).map((feature) => [feature, 'NULL::DOUBLE'])),
  };
}

/** The last query of a view as a table, and those it reads as its common table expressions. */
function viewTable({ queries }: ViewSql): readonly NamedQuery[] {
  return queries.slice(-1).map((last) => ({ ...last, sql: withQueries(queries.slice(0, -1), last.sql) }));
}

function auditColumnsOf({ name }: FeatureView, { maxAvailableAt, maxEventTime }: ViewSql): AuditColumns {
  return {
    view: name,
    ...(maxAvailableAt && { maxAvailableAt: `${name}_max_available_at` }),
    ...(maxEventTime && { maxEventTime: `${name}_max_event_time` }),
  };
}

function entityDecisions({ relation, keys, carry = [] }: SpineRelation, countsDays: boolean): NamedQuery {
  const day = utcDay('source.decided_at');
  const daysObserved = `${day} - source.observed_since`;
  return {
    name: 'entity_decisions',
    comment: countsDays
      ? [
          'One row per entity and decision. A decision reads full UTC days only: those before decision_day.',
          'An entity whose observed_since is unknown counts as always observed: days_observed is NULL, and least() skips it.',
        ].join('\n')
      : 'One row per decision, in the order of the result.',
    sql: select(
      [
        ...[...keys, 'decided_at', ...carry].map((name) => `source.${columnName(name)}`),
        ...(countsDays
          ? [
              `${day} AS decision_day`,
              `${daysObserved} AS days_observed`,
              `coalesce(${daysObserved} > 0, true) AS is_observed`,
            ]
          : []),
      ],
      `FROM ${relation} AS source`,
      `ORDER BY ${[...keys.map((name) => `source.${columnName(name)}`), 'source.decided_at'].join(', ')}`,
    ),
  };
}

function decisionTimes(): NamedQuery {
  return {
    name: 'decision_times',
    comment: 'One row per time at which decisions are made.',
    sql: 'SELECT DISTINCT decided_at, decision_day\nFROM entity_decisions',
  };
}

/** The first decision has none before it; it reaches back past its longest window instead. */
function known(views: readonly WindowView[]): NamedQuery {
  const days = views.flatMap(({ features }) => Object.values(features).map((aggregate) => aggregate.days));
  const start = `decided_at - INTERVAL ${Math.max(...days) + 2} DAY`;
  return {
    name: 'known',
    comment: [
      'One row per decision and day since the decision before it: a source row with available_at on that day, and in',
      '(previous_at, known_at], is first known at the decision known_at.',
    ].join('\n'),
    sql: select(
      [
        'decided_at AS known_at',
        'previous_at',
        `unnest(generate_series(${utcDay('previous_at')}, decision_day, INTERVAL 1 DAY))::DATE AS available_day`,
      ],
      'FROM (',
      `  SELECT *, lag(decided_at, 1, ${start}) OVER (ORDER BY decided_at) AS previous_at FROM decision_times`,
      ')',
    ),
  };
}

interface CompiledView {
  readonly view: FeatureView;
  readonly parts: ViewSql;
}

function ingredientsQuery(ids: readonly string[], compiled: readonly CompiledView[]): NamedQuery {
  const features = compiled.flatMap(({ parts }) => Object.entries(parts.features));
  const clocks = compiled.flatMap(({ view, parts }) => [
    ...(parts.maxAvailableAt ? [`${parts.maxAvailableAt} AS ${view.name}_max_available_at`] : []),
    ...(parts.maxEventTime ? [`${parts.maxEventTime} AS ${view.name}_max_event_time`] : []),
  ]);
  return {
    name: 'ingredients',
    comment: 'One row per row of the spine: what each source says, and the newest clocks it was made from.',
    sql: select(
      [
        ...ids.map((name) => `spine.${columnName(name)}`),
        ...features.map(([feature, expression]) => `${expression} AS ${feature}`),
        ...clocks,
      ],
      'FROM entity_decisions AS spine',
      ...compiled.map(({ parts }) => parts.join).filter((join) => join !== ''),
    ),
  };
}

function derivedQuery({ derived }: FeatureSet): NamedQuery {
  const derivations = Object.entries(derived).map(([name, derivation]) => `${derivationSql(derivation)} AS ${name}`);
  return {
    name: 'features',
    comment: 'The same rows with what follows from them; a column may read the ones above it.',
    sql: select(['*', ...derivations], 'FROM ingredients'),
  };
}

function entityOf(view: FeatureView): readonly string[] {
  return view.kind === 'calendar' ? [] : [view.entity].flat();
}

function keyColumnsOf(view: FeatureView): readonly KeyColumn[] {
  return entityOf(view).map((key) => ({
    view: view.name,
    key,
    sqlType: contractColumn(view.source, key).sqlType,
  }));
}

function requireReadable(view: FeatureView, { keys }: SpineRelation, door: Door): void {
  const stranger = entityOf(view).find((name) => !keys.includes(name));
  if (stranger !== undefined)
    throw new TypeError(
      `feature view ${view.name}: its entity ${stranger} is no key of the spine (${keys.join(', ')})`,
    );
  if (door === 'as-of' && view.source.history === 'scd1')
    throw new TypeError(
      `feature view ${view.name}: ${view.source.name} is overwritten in place (scd1) and has no past to read as of a ` +
        'decision; build a bitemporal table from its versions, or leave the view out',
    );
}

function refuseRepeats(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined)
    throw new TypeError(`result column ${repeated}: named twice; keys, carried columns and features share one table`);
}
