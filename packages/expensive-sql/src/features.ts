import {
  count,
  type EventView,
  equals,
  eventView,
  featureSet,
  hoursSinceLast,
  lastValue,
  median,
  quantile,
} from '@applied-modeling/feature-store';
import { madeTable, type TableContract } from '@applied-modeling/lakehouse';
import { queryHistory, tableSnapshots, warehouseLoad } from './tables.ts';

/**
 * What is known of a query when it is submitted, from what had been logged by then. Its text says which tables it reads and how
 * (`sql/`); the tables say how large they are; earlier queries of its template, its user, its tables say what such queries cost.
 */

/**
 * Queries that have ended, with what their text says: known when the history has them, twenty minutes later or an hour. The class
 * says how much a query had to read: 0 a gigabyte, 1 two, 2 four. `log_cpu` is NULL where a query was cut short or the cache answered.
 */
export const logged = madeTable({
  name: 'logged',
  grain: 'one row per query that has ended',
  columns: `statement_id VARCHAR, fingerprint VARCHAR, size_class INTEGER, main_table VARCHAR, executed_by VARCHAR,
    workspace_id VARCHAR, client_application VARCHAR, log_cpu DOUBLE, log_cpu_per_gb DOUBLE, has_cost BOOLEAN,
    start_time TIMESTAMPTZ`,
  key: ['statement_id'],
  eventTime: 'start_time',
});

/** Table by table, when ANALYZE ran: known with the first snapshot that says so. */
export const analyses = madeTable({
  name: 'analyses',
  grain: 'one row per run of ANALYZE',
  columns: 'table_name VARCHAR, analyzed_at TIMESTAMPTZ',
  key: ['table_name', 'analyzed_at'],
  eventTime: 'analyzed_at',
});

/** What is known of one table that a query reads. */
export const tableFeatures = featureSet({
  views: [
    ofTable('snapshot', tableSnapshots, 48, {
      bytes: lastValue('bytes'),
      files: lastValue('files'),
      partition_days: lastValue('partition_days'),
      column_count: lastValue('column_count'),
      analyzed_bytes: lastValue('analyzed_bytes'),
      hours_since_commit: hoursSinceLast({ rows: 1 }),
    }),
    ofTable('statistics', analyses, 720, { hours_since_analyze: hoursSinceLast({ rows: 1 }) }),
  ],
});

function ofTable(name: string, source: TableContract, freshnessHours: number, features: EventView['features']) {
  return eventView({ name, source, entity: 'table_name', freshnessHours, features });
}

export const queryFeatures = featureSet({
  views: [
    likeIt('template', 'fingerprint', {
      template_runs_7d: count({ days: 7, about: 'runs of the template, 7 days' }),
      template_log_cpu_1: median('log_cpu', last(1, "template's last cost, in logs")),
      template_log_cpu_10: median('log_cpu', last(10, "template's usual cost, in logs")),
      template_p90_log_cpu_30: quantile('log_cpu', 0.9, last(30, "template's 90 % cost, in logs")),
      template_log_cpu_per_gb_1: median('log_cpu_per_gb', last(1, "template's last cost a gigabyte, in logs")),
      template_log_cpu_per_gb_10: median('log_cpu_per_gb', last(10, "template's usual cost a gigabyte, in logs")),
      hours_since_template: hoursSinceLast({ rows: 1 }),
    }),
    likeIt('template_size', ['fingerprint', 'size_class'], {
      same_size_runs_28d: count({ days: 28, about: 'runs of the template at this size, 28 days' }),
      same_size_log_cpu_per_gb_5: median('log_cpu_per_gb', last(5, "template's cost a gigabyte at this size, in logs")),
    }),
    likeIt('table_past', 'main_table', {
      table_log_cpu_per_gb_50: median('log_cpu_per_gb', last(50, "table's usual cost a gigabyte, in logs")),
    }),
    likeIt('user', 'executed_by', {
      user_runs_7d: count({ days: 7 }),
      user_p90_log_cpu_30: quantile('log_cpu', 0.9, last(30, "user's 90 % cost, in logs")),
    }),
    likeIt('tenant', 'workspace_id', {
      tenant_p90_log_cpu_100: quantile('log_cpu', 0.9, last(100, "tenant's 90 % cost, in logs")),
    }),
    likeIt('application', 'client_application', {
      application_p90_log_cpu_100: quantile('log_cpu', 0.9, last(100, "application's 90 % cost, in logs")),
    }),
    eventView({
      name: 'load',
      source: warehouseLoad,
      entity: 'warehouse_id',
      freshnessHours: 0.5,
      features: { utilisation: lastValue('utilisation') },
    }),
  ],
});

/** Earlier queries that have this in common with it. */
function likeIt(name: string, entity: string | readonly string[], features: EventView['features']) {
  return eventView({ name, source: logged, entity, freshnessHours: 2, features });
}

/** The last of them whose cost is known. */
function last(rows: number, about: string) {
  return { rows, about, where: equals('has_cost', true) };
}

/** The careless set: how long the query itself turned out to take, from its own row of the history. Nobody has it in time. */
export const leakingFeatures = featureSet({
  views: [
    ...queryFeatures.views,
    eventView({
      name: 'own_run',
      source: queryHistory,
      entity: 'statement_id',
      freshnessHours: 2,
      features: { total_duration_ms: lastValue('total_duration_ms') },
    }),
  ],
});
