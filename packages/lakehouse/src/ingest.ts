/**
 * A person's own files into tables, or every reason why not.
 *
 * For each contract a directory may hold `<name>.csv`, `<name>.parquet` or a Delta table `<name>/`. All files are read
 * and checked before anything is written, and all problems are returned together: whoever prepares data for a program
 * should not have to run it once a mistake.
 *
 * CSV is read as RFC 4180 (comma, double quote, a header line) with every column as text, then cast, so that a value of
 * the wrong type is shown with its line instead of stopping the reader. Empty fields are NULL, times without a zone are
 * UTC, decimals are rounded to the contract's scale. Extra columns are ignored; absent nullable columns are NULL.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ContractViolation, describeViolation } from './checks.ts';
import { type ContractColumn, describeContract, type TableContract } from './contract.ts';
import { LakeError } from './errors.ts';
import type { Lake } from './lake.ts';
import { tableExists } from './log.ts';
import { readSnapshot } from './snapshot.ts';
import { sqlName, sqlNames, sqlText } from './sql-text.ts';
import type { WriteOptions } from './write.ts';

export interface IngestTable {
  readonly contract: TableContract;
  /** Whether a missing file is a problem. */
  readonly required: boolean;
}

export interface IngestProblem {
  readonly table: string;
  /** What is wrong, with examples and what to do, in one sentence. */
  readonly problem: string;
}

export interface IngestedTable {
  readonly table: string;
  readonly file: string;
  readonly rows: number;
  /** The table's version that holds the rows. */
  readonly version: number;
}

export type IngestOutcome =
  | { readonly kind: 'refused'; readonly problems: readonly IngestProblem[] }
  | {
      readonly kind: 'accepted';
      readonly tables: readonly IngestedTable[];
      /** Extra columns ignored, absent columns read as NULL, absent optional tables. */
      readonly notes: readonly string[];
    };

/** Checks all files of `dir` before it writes the first table; each table replaces its rows in one commit. */
export async function ingestFiles(
  lake: Lake,
  dir: string,
  tables: readonly IngestTable[],
  options: Pick<WriteOptions, 'committedAt'>,
): Promise<IngestOutcome> {
  const inspections: Inspection[] = [];
  for (const table of tables) inspections.push(await inspect(lake, dir, table));
  const problems = inspections.flatMap((inspection) => inspection.problems);
  if (problems.length > 0) return { kind: 'refused', problems };

  const ingested: IngestedTable[] = [];
  for (const { contract, file, sql } of inspections) {
    if (file === undefined || sql === undefined) continue;
    await lake.create(contract, options);
    const { rows, version } = await lake.overwrite(contract, { sql }, options);
    ingested.push({ table: contract.name, file, rows, version });
  }
  return { kind: 'accepted', tables: ingested, notes: inspections.flatMap((inspection) => inspection.notes) };
}

/** What is known of one table before anything is written; `sql` selects its typed rows. */
interface Inspection {
  readonly contract: TableContract;
  readonly file?: string;
  readonly sql?: string;
  readonly problems: readonly IngestProblem[];
  readonly notes: readonly string[];
}

async function inspect(lake: Lake, dir: string, { contract, required }: IngestTable): Promise<Inspection> {
  const { name } = contract;
  const refused = (...problems: string[]): Inspection => {
    return { contract, problems: problems.map((problem) => ({ table: name, problem })), notes: [] };
  };
  const candidates = candidateFiles(dir, name);
  if (candidates.length > 1) return refused(`${candidates.join(' and ')} both exist; keep one`);
  const file = candidates[0];
  if (file === undefined) {
    const absent = `no ${fileNames(name)} in ${dir}`;
    return required ? refused(`${absent}; add one`) : { contract, problems: [], notes: [`${name}: ${absent}`] };
  }
  try {
    return await inspectFile(lake, contract, file);
  } catch (failure) {
    if (failure instanceof LakeError) return refused(`${file} cannot be read: ${failure.message}`);
    throw failure;
  }
}

async function inspectFile(lake: Lake, contract: TableContract, file: string): Promise<Inspection> {
  const raw = rawRelation(file);
  const described = await lake.query(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${raw})`);
  const present = new Set(described.strings('column_name'));
  const columns = contract.columns.filter(({ name }) => present.has(name));
  const absent = contract.columns.filter(({ name }) => !present.has(name));
  const missing = absent.filter(({ nullable }) => !nullable);
  const extra = [...present].filter((name) => !contract.columns.some((column) => column.name === name));
  const problem = (text: string): IngestProblem => ({ table: contract.name, problem: `${file}: ${text}` });

  const mistyped = await findMistyped(lake, raw, columns, file.endsWith('.csv'));
  const violations = missing.length > 0 ? [] : await lake.check(contract, wellTypedRows(contract, raw, columns));
  return {
    contract,
    file,
    sql: `SELECT ${columns.map(typedColumn).join(', ')} FROM ${raw}`,
    problems: [
      ...missingColumns(missing, [...present]).map(problem),
      ...mistyped.map(problem),
      ...violations.map((violation: ContractViolation) => problem(describeViolation(violation))),
    ],
    notes: [
      ...(extra.length > 0
        ? [`${contract.name}: columns ${extra.join(', ')} are not in the contract and were ignored`]
        : []),
      ...(absent.length > 0
        ? [`${contract.name}: no columns ${absent.map(({ name }) => name).join(', ')}; read as NULL`]
        : []),
    ],
  };
}

/** What is missing, and the likely slip where the header shows one. */
function missingColumns(missing: readonly ContractColumn[], present: readonly string[]): string[] {
  if (missing.length > 0 && present.length === 1 && /[;\t|]/.test(present[0])) {
    return [`its header is one column, "${present[0]}"; separate columns with commas`];
  }
  return missing.map(({ name, sqlType }) => {
    const similar = present.find((other) => other.trim().toLowerCase() === name.toLowerCase());
    return similar === undefined ? `no column ${name}; add it as ${sqlType}` : `no column ${name}; rename ${similar}`;
  });
}

/** What a directory may hold, as a text a person can read: how much history, and of each table the file it may be, and its contract. */
export function describeFiles(
  required: readonly TableContract[],
  optional: readonly TableContract[],
  { of, weeks }: { readonly of: TableContract; readonly weeks: number },
): string {
  const describe = (need: string) => (contract: TableContract) =>
    `${need}: ${fileNames(contract.name)}\n${describeContract(contract)}`;
  const history = `${of.name} must span at least ${weeks} whole weeks.`;
  return [history, ...required.map(describe('required')), ...optional.map(describe('optional'))].join('\n\n');
}

function fileNames(table: string): string {
  return `${table}.csv, ${table}.parquet or Delta table ${table}/`;
}

function candidateFiles(dir: string, name: string): string[] {
  const files = [join(dir, `${name}.csv`), join(dir, `${name}.parquet`)].filter((file) => existsSync(file));
  return tableExists(join(dir, name)) ? [...files, join(dir, name)] : files;
}

function rawRelation(file: string): string {
  if (file.endsWith('.parquet')) return `read_parquet(${sqlText(file)}, hive_partitioning = false)`;
  if (!file.endsWith('.csv')) return readSnapshot(file).relation;
  return `read_csv(${sqlText(file)}, delim = ',', quote = '"', header = true, all_varchar = true, allow_quoted_nulls = false)`;
}

/** A column's value in the contract's type, NULL where it is not of that type. */
function castValue({ name, sqlType }: ContractColumn): string {
  const cast = `TRY_CAST(${sqlName(name)} AS ${sqlType})`;
  if (sqlType !== 'INTEGER' && sqlType !== 'BIGINT') return cast;
  // DuckDB would round 1.5 to 2; only 2 and 2.0 are whole numbers.
  return `CASE WHEN regexp_full_match(trim(${sqlName(name)}::VARCHAR), '[+-]?\\d+(\\.0*)?') THEN ${cast} END`;
}

function typedColumn(column: ContractColumn): string {
  return `${castValue(column)} AS ${sqlName(column.name)}`;
}

function isMistyped(column: ContractColumn): string {
  return `(${sqlName(column.name)} IS NOT NULL AND ${castValue(column)} IS NULL)`;
}

/** The rows whose every value has its type: a mistyped value is reported once, not again as a null. */
function wellTypedRows(contract: TableContract, raw: string, columns: readonly ContractColumn[]): string {
  const absent = contract.columns.filter((column) => !columns.includes(column));
  const nulls = absent.map(({ name, sqlType }) => `NULL::${sqlType} AS ${sqlName(name)}`);
  const select = [...columns.map(typedColumn), ...nulls].join(', ');
  return `(SELECT ${select} FROM ${raw} WHERE NOT (${columns.map(isMistyped).join(' OR ')}))`;
}

async function findMistyped(
  lake: Lake,
  raw: string,
  columns: readonly ContractColumn[],
  isCsv: boolean,
): Promise<string[]> {
  if (columns.length === 0) return [];
  const counters = columns.map((column) => `count(*) FILTER (WHERE ${isMistyped(column)}) AS ${sqlName(column.name)}`);
  const counts = await lake.query(`SELECT ${counters.join(', ')} FROM ${raw}`);
  const sentences: string[] = [];
  for (const column of columns) {
    const [count] = counts.numbers(column.name);
    if (count === 0) continue;
    const examples = await mistypedExamples(lake, raw, column, isCsv);
    sentences.push(
      `${count} value${count === 1 ? '' : 's'} of ${column.name} not of type ${column.sqlType}, e.g. ${examples}; correct them`,
    );
  }
  return sentences;
}

/** `"12,5" (line 7)`: the header is line 1. */
async function mistypedExamples(lake: Lake, raw: string, column: ContractColumn, isCsv: boolean): Promise<string> {
  const name = sqlNames([column.name]);
  const numbered = `SELECT ${name}, row_number() OVER () AS row_number FROM ${raw}`;
  const examples = await lake.query(
    `SELECT ${name}::VARCHAR AS value, row_number FROM (${numbered}) WHERE ${isMistyped(column)} ORDER BY row_number LIMIT 3`,
  );
  const rowNumbers = examples.numbers('row_number');
  return examples
    .strings('value')
    .map((value, index) => `"${value}" (${isCsv ? `line ${rowNumbers[index] + 1}` : `row ${rowNumbers[index]}`})`)
    .join(', ');
}
