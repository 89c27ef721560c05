import { COUNTED, type Query } from '@applied-modeling/sql-text';
import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { Scan } from './scanned-tables.ts';

/**
 * What a model reads of one query, from its text and from its tables. Written row by row, so that training and admission call the
 * same code and cannot drift apart.
 */

/** Less is told as this: a query that reads a kilobyte costs what one costs that reads a megabyte. */
const LEAST_BYTES = 1e6;
/** More is asked for by nobody who wants to read them. */
const MOST_ROWS = 1e12;

// biome-ignore format: read as a paragraph
export const TEXT_COLUMNS = [
  ...COUNTED, 'in_list_items', 'log_limit', 'log_characters',
  'log_scan_gb', 'log_read_gb', 'log_largest_gb', 'log_second_gb', 'log_statistics_gb', 'log_files', 'statistics_age_days',
  'log_days', 'unpruned_tables', 'unknown_tables', 'hour_of_day', 'day_of_week',
] as const;

/** Fills `out` in the order of `TEXT_COLUMNS`; NaN where nothing is known. Loops and no lists: it is called for every query there was. */
export function fillTextValues(
  out: Float64Array,
  { shape, inListItems, limit, characters }: Query,
  scans: readonly Scan[],
  submittedMs: number,
): void {
  // Who reads no table reads nothing, and we know it.
  const none = scans.length === 0 ? 0 : Number.NaN;
  let [scanned, read, files, largest, second, analyzed] = new Array<number>(6).fill(none);
  let [days, age] = [Number.NaN, Number.NaN];
  let [unpruned, unknown] = [0, 0];
  for (const scan of scans) {
    if (scan.isUnpruned) unpruned += 1;
    if (scan.days >= 0) days = Math.max(days || 0, scan.days);
    if (!Number.isNaN(scan.hoursSinceAnalyze)) age = Math.max(age || 0, scan.hoursSinceAnalyze / 24);
    if (!Number.isNaN(scan.scannedByStatistics)) analyzed = (analyzed || 0) + scan.scannedByStatistics;
    if (Number.isNaN(scan.scanned)) {
      unknown += 1;
      continue;
    }
    scanned = (scanned || 0) + scan.scanned;
    read = (read || 0) + scan.read;
    files = (files || 0) + (scan.files || 0);
    if (!(scan.read <= largest)) [largest, second] = [scan.read, largest];
    else if (!(scan.read <= second)) second = scan.read;
  }
  let at = 0;
  for (const name of COUNTED) out[at++] = shape.counts[name];
  out[at++] = inListItems;
  out[at++] = Math.log(Math.min(MOST_ROWS, Math.max(1, limit)));
  out[at++] = Math.log(Math.max(1, characters));
  for (const bytes of [scanned, read, largest, second, analyzed]) out[at++] = logGigabytes(bytes);
  out[at++] = Math.log1p(files);
  out[at++] = age;
  out[at++] = Math.log1p(days);
  out[at++] = unpruned;
  out[at++] = unknown;
  out[at++] = Math.floor((submittedMs % MS_PER_DAY) / MS_PER_HOUR);
  out[at++] = (Math.floor(submittedMs / MS_PER_DAY) + 3) % 7; /* 1 January 1970 was a Thursday; Monday is 0 */
}

/** Log of the gigabytes a query has to read, its columns alone. */
export function logReadGigabytes(scans: readonly Scan[]): number {
  let read = scans.length === 0 ? 0 : Number.NaN;
  for (const scan of scans) if (!Number.isNaN(scan.read)) read = (read || 0) + scan.read;
  return logGigabytes(read);
}

/** Powers of two of the gigabytes it has to read: what a template costs a gigabyte depends on them, where memory runs out. */
export function sizeClass(scans: readonly Scan[]): number {
  const log = logReadGigabytes(scans);
  return Number.isNaN(log) ? NO_SIZE : Math.round(log / Math.LN2);
}

const NO_SIZE = -99;

/** The table it reads most of; of unknown ones the first. */
export function mainTable(scans: readonly Scan[]): string | null {
  const most = scans.reduce<Scan | undefined>(
    (best, scan) => (best && !(scan.read > best.read) ? best : scan),
    undefined,
  );
  return most?.table.name ?? null;
}

function logGigabytes(bytes: number): number {
  return Math.log(Math.max(LEAST_BYTES, bytes) / 1e9);
}

/** What a model reads of the past, beside it: the names of `queryFeatures`, and what is made of both. */
export const DERIVED_COLUMNS = ['expected_log_cpu', 'same_size_expected_log_cpu', 'table_expected_log_cpu'] as const;

/** What the template, the template at this size, and the table usually ask for a gigabyte, times the gigabytes of this query; in logs. */
export function derivedValues(of: (name: string) => number): readonly number[] {
  const gigabytes = of('log_read_gb');
  const perGigabyte = ['template_log_cpu_per_gb_10', 'same_size_log_cpu_per_gb_5', 'table_log_cpu_per_gb_50'];
  return perGigabyte.map((name) => of(name) + gigabytes);
}

/** What the models read, in order: everything but what only a rule or a price needs. */
// biome-ignore format: read as a paragraph
export const MODEL_COLUMNS: readonly string[] = [
  ...TEXT_COLUMNS,
  'template_runs_7d', 'template_log_cpu_1', 'template_log_cpu_10', 'template_p90_log_cpu_30', 'template_log_cpu_per_gb_1',
  'template_log_cpu_per_gb_10', 'hours_since_template', 'same_size_runs_28d', 'same_size_log_cpu_per_gb_5', 'table_log_cpu_per_gb_50', 'user_runs_7d', 'user_p90_log_cpu_30',
  'tenant_p90_log_cpu_100', 'application_p90_log_cpu_100', ...DERIVED_COLUMNS,
];
