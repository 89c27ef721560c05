/**
 * A person's own files into tables, or every reason why not.
 *
 * For each contract a directory may hold `<name>.csv`, `<name>.parquet` or a Delta table `<name>/`. All files are read
 * and checked before anything is written, and all problems are returned together: whoever prepares data for a program
 * should not have to run it once a mistake.
 *
 * Every value comes in as written (`raw-file.ts`, `typed-value.ts`), or the file is refused with line, column, what was found and what
 * was expected. Empty fields are NULL and times without a zone are UTC. Extra columns are ignored and absent nullable columns
 * NULL, which is noted.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeViolation } from './checks.ts';
import { type ContractColumn, describeContract, type TableContract } from './contract.ts';
import { LakeError } from './errors.ts';
import type { Lake } from './lake.ts';
import { tableExists } from './log.ts';
import { openRawFile, type RawFile } from './raw-file.ts';
import { sqlName, sqlNames } from './sql-text.ts';
import { formOf, typedValue } from './typed-value.ts';
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
  try {
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
  } finally {
    for (const { contract } of tables) await lake.run(`DROP TABLE IF EXISTS ${sqlName(readName(contract))}`);
  }
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
    if (!(failure instanceof LakeError)) throw failure;
    return refused(`${failure.subject.startsWith(file) ? '' : `${file} cannot be read: `}${failure.message}`);
  }
}

async function inspectFile(lake: Lake, contract: TableContract, file: string): Promise<Inspection> {
  const raw = await openRawFile(lake, file);
  const present = [...raw.types.keys()];
  const columns = contract.columns.filter(({ name }) => raw.types.has(name));
  const absent = contract.columns.filter(({ name }) => !raw.types.has(name));
  const missing = absent.filter(({ nullable }) => !nullable);
  const extra = present.filter((name) => !contract.columns.some((column) => column.name === name));
  const read = await readTyped(lake, contract, columns, raw);
  const mistyped = await findMistyped(lake, raw, columns, read);
  const rows = wellTypedRows(contract, columns, read);
  const violations = missing.length > 0 ? [] : await lake.check(contract, rows, { position: 'position' });
  const problems = [
    ...missingColumns(missing, present).map((text) => `: ${text}`),
    ...mistyped,
    ...violations.map((violation) => `: ${describeViolation(violation, raw.placeOf)}`),
  ];
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).join(', ');
  return {
    contract,
    file,
    sql: `SELECT ${sqlNames(columns.map(({ name }) => name))} FROM ${read}`,
    problems: problems.map((text) => ({ table: contract.name, problem: `${file}${text}` })),
    notes: [
      ...(extra.length > 0
        ? [`${contract.name}: columns ${extra.join(', ')} are not in the contract and were ignored`]
        : []),
      ...(absent.length > 0 ? [`${contract.name}: no columns ${names(absent)}; read as NULL`] : []),
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
  return [history, FORMAT, ...required.map(describe('required')), ...optional.map(describe('optional'))].join('\n\n');
}

const FORMAT = `CSV is UTF-8 with a header, commas, and double quotes around what holds a comma, a quote or a line; an empty field is NULL.
Days are written 2025-03-01 and instants 2025-03-01T06:00:00Z. Every value is read as written, or the file is refused.`;

function fileNames(table: string): string {
  return `${table}.csv, ${table}.parquet or Delta table ${table}/`;
}

function candidateFiles(dir: string, name: string): string[] {
  const files = [join(dir, `${name}.csv`), join(dir, `${name}.parquet`)].filter((file) => existsSync(file));
  return tableExists(join(dir, name)) ? [...files, join(dir, name)] : files;
}

/**
 * Reads a file once, into a temporary table in the file's order: typed values, NULL where one is not of its type, and the bits of
 * `mistyped` say which those were. Returns the table's name.
 */
async function readTyped(
  lake: Lake,
  contract: TableContract,
  columns: readonly ContractColumn[],
  raw: RawFile,
): Promise<string> {
  const read = sqlName(readName(contract));
  const sources = columns.map(
    (column, at) =>
      `${sqlName(column.name)} AS raw${at}, ${typedValue(column, raw.types.get(column.name)!)} AS typed${at}, `,
  );
  const values = columns.map(({ name }, at) => `typed${at} AS ${sqlName(name)}, `);
  const bits = columns.map((_, at) => `((raw${at} IS NOT NULL AND typed${at} IS NULL)::BIGINT << ${at})`);
  await lake.run(
    `CREATE OR REPLACE TEMP TABLE ${read} AS SELECT ${values.join('')} ${['0', ...bits].join(' | ')} AS mistyped
     FROM (SELECT ${sources.join('')} 0 FROM ${raw.relation})`,
  );
  const [rows] = (await lake.query(`SELECT count(*) AS n FROM ${read}`)).numbers('n');
  if (raw.rows === undefined || rows === raw.rows) return read;
  const next = 'look for a line that is not as the others are, or save the file anew';
  throw new LakeError({ subject: contract.name, found: `${rows} rows`, expected: `the ${raw.rows} in the file`, next });
}

function readName({ name }: TableContract): string {
  return `${name}__read`;
}

/** The rows whose every value has its type: a mistyped value is reported once, not again as a null. */
function wellTypedRows(contract: TableContract, columns: readonly ContractColumn[], read: string): string {
  const values = contract.columns.map((column) =>
    columns.includes(column) ? sqlName(column.name) : `NULL::${column.sqlType} AS ${sqlName(column.name)}`,
  );
  return `(SELECT ${values.join(', ')}, rowid AS position FROM ${read} WHERE mistyped = 0)`;
}

/** One sentence a column: where its first value of another type stands, what it is, and how many there are. */
async function findMistyped(
  lake: Lake,
  raw: RawFile,
  columns: readonly ContractColumn[],
  read: string,
): Promise<string[]> {
  if (columns.length === 0) return [];
  const counters = columns.map(({ name }, bit) => {
    const isSet = `((mistyped >> ${bit}) & 1) = 1`;
    return `count(*) FILTER (WHERE ${isSet}) AS ${sqlName(name)}, min(rowid) FILTER (WHERE ${isSet}) AS ${sqlName(`${name} at`)}`;
  });
  const found = await lake.query(`SELECT ${counters.join(', ')} FROM ${read}`);
  const sentences: string[] = [];
  for (const { name, sqlType } of columns) {
    const [count] = found.numbers(name);
    if (count === 0) continue;
    const [row] = found.numbers(`${name} at`);
    const written = await lake.query(
      `SELECT ${sqlName(name)}::VARCHAR AS value FROM (SELECT *, row_number() OVER () AS position FROM ${raw.relation}) WHERE position = ${row + 1}`,
    );
    const others = count > 1 ? ` (and ${count - 1} more like it)` : '';
    sentences.push(
      ` ${raw.placeOf(row)}, ${name}: found "${written.strings('value')[0]}"${others}; expected ${formOf(sqlType)}; correct the file`,
    );
  }
  return sentences;
}
