import { epochDay, lagMs, MS_PER_DAY, randomStream } from '@applied-modeling/synthetic';
import type { TemplateFilter } from './oracle.ts';
import { lagHours, loadKnownAfterMs } from './planted.ts';
import type { Population } from './population.ts';
import type { Day, Stepper } from './stepper.ts';
import { QUARTER_MS } from './traffic.ts';

/** What the system table says of the queries of a day. */
export function historyRows({ queries }: Day) {
  return queries.map(({ submitted, work, done, ...query }) => {
    const share = query.fromCache ? 0 : done;
    // biome-ignore format: a row, read as a paragraph
    return {
      statement_id: submitted.id, workspace_id: submitted.workspace, warehouse_id: submitted.warehouse, executed_by: submitted.user,
      client_application: submitted.application, statement_text: submitted.text, start_time: submitted.submittedMs,
      end_time: query.endMs, execution_status: query.status, admission: query.action, from_result_cache: query.fromCache,
      total_task_duration_ms: Math.round(1000 * query.cpuSeconds), total_duration_ms: query.endMs - submitted.submittedMs,
      waiting_at_capacity_duration_ms: query.waitedMs, read_bytes: Math.round(share * work.readBytes),
      read_files: Math.round(share * work.readFiles), pruned_files: Math.round(share * work.prunedFiles),
      spilled_local_bytes: Math.round(share * work.spilledBytes), produced_rows: query.status === 'FINISHED' ? work.rows : 0,
      available_at: query.landsMs,
    };
  });
}

/** The commits of a day to every table; on the first day those before it too. */
export function createSnapshotRows(seed: number, { tables }: Population, epoch: number) {
  const random = randomStream(seed, 'snapshot rows');
  const lag = lagMs(lagHours.table_snapshots);
  const dayOf = (ms: number) => Math.max(0, Math.floor((ms - epoch) / MS_PER_DAY));
  return ({ day }: Day) =>
    tables.flatMap(({ name, partitionColumn, columns, commits }, table) => {
      const ofDay = commits.filter(({ ms }) => dayOf(ms) === day);
      // biome-ignore format: a row, read as a paragraph
      return ofDay.map(({ ms, bytes, files, partitionDays, analyzed }) => ({
        table_name: name, partition_column: partitionColumn, partition_days: partitionColumn === null ? null : partitionDays,
        column_count: columns.length + Number(partitionColumn !== null), bytes, files, analyzed_bytes: analyzed?.bytes ?? null,
        analyzed_at: analyzed?.ms ?? null, committed_at: ms, available_at: ms + lag(random.normal(table, epochDay(ms))),
      }));
    });
}

/** How busy every warehouse was, quarter by quarter of a day. */
export function loadRows({ utilisation, population: { warehouses } }: Stepper, midnight: number) {
  return warehouses.flatMap((warehouse_id, warehouse) =>
    Array.from({ length: MS_PER_DAY / QUARTER_MS }, (_, quarter) => {
      const from = midnight + quarter * QUARTER_MS;
      const measured_at = from + QUARTER_MS;
      return {
        warehouse_id,
        utilisation: utilisation(warehouse, from),
        measured_at,
        available_at: measured_at + loadKnownAfterMs,
      };
    }),
  );
}

/** What was true of each query of a day, and what could be said of it when it was submitted. */
export function truthRows({ queries }: Day, filter: TemplateFilter) {
  return queries.map((query) => {
    const { mean, sd } = filter.of(query);
    filter.observe(query);
    // biome-ignore format: a row, read as a paragraph
    return {
      statement_id: query.submitted.id, template_id: query.template.id, cpu_seconds: query.truth.cpuSeconds,
      is_sensitive: query.template.isSensitive, expected_log_cpu: query.truth.expectedLogCpu, observable_log_cpu: mean,
      observable_sd: sd,
    };
  });
}
