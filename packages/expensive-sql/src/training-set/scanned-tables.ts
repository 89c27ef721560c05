import { buildTrainingSet, compileFeatures, type Door, featureColumn } from '@applied-modeling/feature-store';
import type { ScannedTable } from '@applied-modeling/sql-text';
import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { Candidates } from '../candidates.ts';
import type { Ingested } from '../domain.ts';
import { analyses, tableFeatures } from '../features.ts';
import { tableSnapshots } from '../tables.ts';

/** What is known of a table when a query that reads it is submitted. */
export interface KnownTable {
  /** The day column it is laid out by. */
  readonly partitionColumn: string | null;
  /** What `tableFeatures` say of it, by name; NaN where nothing is known. */
  readonly of: (feature: string) => number;
}

/** A table of a query with what it has to read of it. */
export interface Scan {
  readonly table: ScannedTable;
  /** Bytes that its dates leave, by the Delta log and by ANALYZE. */
  readonly scanned: number;
  readonly scannedByStatistics: number;
  /** Of these, the columns it names. */
  readonly read: number;
  /** Files it opens. */
  readonly files: number;
  /** Days of partitions it reads; NaN for a table in one piece. */
  readonly days: number;
  /** The table has partitions, and no condition leaves any out. */
  readonly isUnpruned: boolean;
  readonly hoursSinceAnalyze: number;
}

/** Applies what a query says of a table to what is known of the table. Training and admission call this same function. */
export function scanOf(table: ScannedTable, { partitionColumn, of }: KnownTable, submittedMs: number): Scan {
  const [bytes, partitionDays] = [of('bytes'), of('partition_days')];
  const isPartitioned = partitionColumn !== null && partitionDays >= 1;
  const range = isPartitioned ? table.ranges[partitionColumn] : undefined;
  const newest = Math.floor((submittedMs - of('hours_since_commit') * MS_PER_HOUR) / MS_PER_DAY);
  const days = range ? overlap(range.from, range.to, newest - partitionDays + 1, newest) : partitionDays;
  const share = isPartitioned ? days / partitionDays : 1;
  const columns = table.columnsRead === null ? 1 : Math.min(1, table.columnsRead / (of('column_count') || 1));
  return {
    table,
    scanned: bytes * share,
    scannedByStatistics: of('analyzed_bytes') * share,
    read: bytes * share * columns,
    files: of('files') * share,
    days: isPartitioned ? days : Number.NaN,
    isUnpruned: isPartitioned && (range === undefined || days >= partitionDays),
    hoursSinceAnalyze: of('hours_since_analyze'),
  };
}

function overlap(from: number, to: number, first: number, last: number): number {
  return Math.max(0, Math.min(to, last) - Math.max(from, first) + 1);
}

/** By statement, in their order, the scans of all its tables; and the newest row that any of them was made from. */
export interface ScannedTables {
  readonly scans: readonly (readonly Scan[])[];
  /** Milliseconds; NaN where a query reads no known table. */
  readonly newestAvailable: Float64Array;
}

/** Looks every table of every query up, as it was known when the query was submitted. */
export async function scannedTables(
  { lake, relation }: Pick<Ingested, 'lake' | 'relation'>,
  { queries, submittedMs }: Candidates,
  door: Door,
): Promise<ScannedTables> {
  const reads = queries.flatMap(({ tables }, nth) => tables.map((table) => ({ nth, table })));
  const newestAvailable = new Float64Array(queries.length).fill(Number.NaN);
  const scans: Scan[][] = queries.map(() => []);
  if (reads.length === 0) return { scans, newestAvailable };
  const partitionColumn = await partitionColumns({ lake, relation });
  await lake.stage('reads', {
    table_name: reads.map(({ table }) => table.name),
    read: Int32Array.from(reads.keys()),
    submitted_ms: Float64Array.from(reads, ({ nth }) => submittedMs[nth]),
  });
  const instant = 'make_timestamptz(round(submitted_ms * 1000)::BIGINT)';
  const compiled = compileFeatures(tableFeatures, {
    spine: { relation: `(SELECT table_name, read, ${instant} AS decided_at FROM reads)`, keys: ['table_name', 'read'] },
    relation: relationOfTables(relation),
    door,
  });
  const known = await buildTrainingSet(lake, compiled);
  await lake.unstage('reads');
  const available = Object.values(known.maxAvailableAtBySource);
  for (const [row, read] of (known.spine.keys.read as Float64Array).entries()) {
    const { nth, table } = reads[read];
    const of = (feature: string) => featureColumn(known, feature)[row];
    const layout = partitionColumn.get(table.name) ?? null;
    scans[nth].push(scanOf(table, { of, partitionColumn: layout }, submittedMs[nth]));
    for (const at of available) if (!(at[row] <= newestAvailable[nth])) newestAvailable[nth] = at[row];
  }
  return { scans, newestAvailable };
}

/** The day column of every table that has one: part of its layout, which does not change. */
export async function partitionColumns({ lake, relation }: Pick<Ingested, 'lake' | 'relation'>) {
  const snapshots = relation(tableSnapshots);
  if (snapshots === undefined) return new Map<string, string>();
  const found = await lake.query(`
    SELECT lower(table_name) AS name, lower(arg_min(partition_column, committed_at)) AS partition_column
    FROM ${snapshots} WHERE partition_column IS NOT NULL GROUP BY 1 ORDER BY 1`);
  const column = found.strings('partition_column');
  return new Map(found.strings('name').map((name, row) => [name, column[row]]));
}

/**
 * Where `tableFeatures` are read from; without snapshots nowhere. When a table was analysed is known with the first that says so.
 * Names are in lower case, as texts are read: a catalog that spells them otherwise means the same tables.
 */
export function relationOfTables(relation: Ingested['relation']): Ingested['relation'] {
  return (source) => relation(tableSnapshots) && (source === analyses ? ANALYSES : SNAPSHOTS);
}

const SNAPSHOTS = '(SELECT * REPLACE (lower(table_name) AS table_name) FROM table_snapshots)';

const ANALYSES = `(
  SELECT lower(table_name) AS table_name, analyzed_at, min(available_at) AS available_at
  FROM table_snapshots
  WHERE analyzed_at IS NOT NULL
  GROUP BY ALL)`;
