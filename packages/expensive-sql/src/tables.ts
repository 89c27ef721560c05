import { bitemporalTable, double, int, long, tableContract, timestamp } from '@applied-modeling/lakehouse';
import { z } from 'zod';

/**
 * The tables queries are judged from, as contracts: grain, key, two clocks, and what a value may be. The simulated world writes
 * them and a person's own files must satisfy the same ones (`--data DIR`; `--explain-data` prints this page).
 *
 * Names follow Databricks system tables where one exists. `available_at` is when the system table has the row, twenty minutes or
 * an hour after the query ended. What the gateway has in its hands when a query is submitted needs no table: `ADMITTED_COLUMNS`.
 */

export const queryHistory = bitemporalTable({
  name: 'query_history',
  grain: 'one row per statement that has ended',
  columns: {
    statement_id: z.string().min(1),
    workspace_id: z.string().nullable().describe('the tenant'),
    warehouse_id: z.string().nullable(),
    executed_by: z.string().nullable(),
    client_application: z.string().nullable().describe('dashboard, notebook, BI tool or job'),
    statement_text: z.string(),
    start_time: timestamp().describe('when it was submitted'),
    end_time: timestamp(),
    execution_status: z.enum(['FINISHED', 'CANCELED', 'FAILED']).nullable(),
    admission: z.enum(['admit', 'route', 'confirm', 'limit']).nullable().describe('what was done with it'),
    total_task_duration_ms: long().min(0).describe('CPU time of all tasks: the cost'),
    total_duration_ms: long().min(0).nullable().describe('wall time, waiting included'),
    waiting_at_capacity_duration_ms: long().min(0).nullable(),
    read_bytes: long().min(0).nullable(),
    read_files: long().min(0).nullable(),
    pruned_files: long().min(0).nullable(),
    spilled_local_bytes: long().min(0).nullable(),
    produced_rows: long().min(0).nullable(),
    from_result_cache: z.boolean().nullable().describe('answered from the result cache: no cost of its own'),
  },
  key: ['statement_id'],
  eventTime: 'start_time',
});

/** What is known of a query when it is submitted. Every other column of `query_history` is known only afterwards. */
// biome-ignore format: read as a paragraph
export const ADMITTED_COLUMNS: readonly string[] = [
  'statement_id', 'workspace_id', 'warehouse_id', 'executed_by', 'client_application', 'statement_text', 'start_time',
];

export const tableSnapshots = bitemporalTable({
  name: 'table_snapshots',
  grain: 'one row per commit to a table',
  columns: {
    table_name: z.string().min(1).describe('schema.table, as queries spell it'),
    partition_column: z.string().nullable().describe('a day; null for a table in one piece'),
    partition_days: int().min(1).nullable().describe('days that have a partition'),
    column_count: int().min(1).nullable(),
    bytes: long().min(0).describe('of the newest version, from the Delta log: exact'),
    files: long().min(0).nullable(),
    analyzed_bytes: long().min(0).nullable().describe('what the last ANALYZE counted: as old as it is'),
    analyzed_at: timestamp().nullable(),
    committed_at: timestamp(),
  },
  key: ['table_name', 'committed_at'],
  eventTime: 'committed_at',
});

export const warehouseLoad = bitemporalTable({
  name: 'warehouse_load',
  grain: 'one row per warehouse per quarter of an hour',
  columns: {
    warehouse_id: z.string().min(1),
    utilisation: double().min(0).max(1).describe('share of its cores that worked'),
    measured_at: timestamp(),
  },
  key: ['warehouse_id', 'measured_at'],
  eventTime: 'measured_at',
});

/** The hidden truth: a side-car that only 6-evaluate and what comes after it may read. */
export const truth = tableContract({
  name: 'truth',
  grain: 'one row per statement',
  columns: {
    statement_id: z.string().min(1),
    template_id: int().min(0),
    cpu_seconds: double().min(0).describe('what it costs if it runs to its end and no cache answers'),
    is_sensitive: z.boolean().describe('of a template whose literals decide the cost'),
    expected_log_cpu: double().describe('mean of the log given the template, as nobody knows it'),
    observable_log_cpu: double().describe('mean of the log given all that had been logged by submission'),
    observable_sd: double().gt(0).describe('standard deviation of the log around it'),
  },
  key: ['statement_id'],
  history: 'static',
});

/** What `--data DIR` may hold: the history is required, the other tables make more features available. */
export const REQUIRED_TABLES = [queryHistory] as const;
export const OPTIONAL_TABLES = [tableSnapshots, warehouseLoad] as const;
