/**
 * A contract as SQL: every rule a predicate that is true on a row which breaks it, all of them counted in one scan.
 *
 * Only when a count is positive is a second, small query run, to fetch up to three rows that show the problem.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import { type ContractColumn, START_IN_WORDS, type TableContract } from './contract.ts';
import { LakeError } from './errors.ts';
import { sqlName, sqlNames, sqlText } from './sql-text.ts';

/** One broken rule of one table. */
export interface ContractViolation {
  readonly table: string;
  /** e.g. `dbu ≥ 0`, `unique key (account_id, usage_date)`. */
  readonly check: string;
  /** How many rows break it. */
  readonly rows: number;
  /** Up to three of those rows, as JSON text. */
  readonly examples: readonly string[];
  /** Of each example the positions it has in the relation, where those were asked for: one, or those of the rows that share a key. */
  readonly positions: readonly (readonly number[])[];
  /** What to do about it. */
  readonly next: string;
}

/** A rule a row must keep; `brokenWhen` is SQL, true exactly on the rows that break it. */
export interface RowCheck {
  readonly check: string;
  readonly brokenWhen: string;
  readonly next: string;
}

/** The violations of a write, thrown together: the write is refused and leaves no trace. */
export class ContractViolated extends LakeError {
  readonly violations: readonly ContractViolation[];

  constructor(table: string, violations: readonly ContractViolation[]) {
    super({
      subject: table,
      found: `${violations.length} broken rule${violations.length === 1 ? '' : 's'}: ${violations.map((violation) => describeViolation(violation)).join('; ')}`,
      expected: 'every row to keep the table contract',
      next: 'correct the source; nothing was written',
    });
    this.name = 'ContractViolated';
    this.violations = violations;
  }
}

/** "3 rows break `dbu ≥ 0`, e.g. line 4 {…}: correct the values"; `placeOf` says where a position is. */
export function describeViolation(
  { check, rows, examples, positions, next }: ContractViolation,
  placeOf?: (position: number) => string,
): string {
  const places = placeOf === undefined ? '' : `${positions[0].map(placeOf).join(', ')} `;
  return `${rows} row${rows === 1 ? ' breaks' : 's break'} "${check}", e.g. ${places}${examples[0]}: ${next}`;
}

/** The checks of a contract that look at one row at a time, in column order. */
export function rowChecks(contract: TableContract): RowCheck[] {
  return [
    ...contract.columns.flatMap((column) => columnChecks(column)),
    ...contract.partitionBy.flatMap((name) => partitionChecks(contract, name)),
    ...clockChecks(contract),
  ];
}

export interface ViolationOptions {
  readonly otherRows?: string | undefined;
  readonly extraChecks?: readonly RowCheck[];
  readonly position?: string;
}

/**
 * Every rule of the contract that `relation` breaks: row checks, then the key.
 *
 * @param relation SQL of a sub-select that holds the contract's columns
 * @param otherRows SQL of rows already in the table, whose keys `relation` may not repeat
 * @param extraChecks further row checks, e.g. that rows belong to the partition being replaced
 * @param position SQL of a row's position in `relation`, to be told with the examples
 */
export async function findViolations(
  connection: DuckDBConnection,
  contract: TableContract,
  relation: string,
  { otherRows, extraChecks = [], position = 'NULL' }: ViolationOptions = {},
): Promise<ContractViolation[]> {
  const checks = [...rowChecks(contract), ...extraChecks];
  const violations: ContractViolation[] = [];
  const counts = await countBroken(connection, relation, checks);
  for (const [index, { check, brokenWhen, next }] of checks.entries()) {
    if (counts[index] === 0) continue;
    const row = jsonOf(contract.columns.map(({ name }) => name));
    const broken = `SELECT ${row}, [${position}] FROM ${relation} WHERE ${brokenWhen}`;
    const examples = await examplesOf(connection, broken);
    violations.push({ table: contract.name, check, rows: counts[index], ...examples, next });
  }
  violations.push(...(await findRepeatedKeys(connection, contract, relation, { otherRows, position })));
  return violations;
}

function columnChecks({ name, sqlType, nullable, rules }: ContractColumn): RowCheck[] {
  const column = sqlName(name);
  const checks: RowCheck[] = [];
  const check = (rule: string, brokenWhen: string, next: string) =>
    checks.push({ check: `${name} ${rule}`, brokenWhen, next });

  if (!nullable) check('is never null', `${column} IS NULL`, 'fill the value or leave the row out');
  if (sqlType === 'DOUBLE') {
    check('is finite', `NOT isfinite(${column})`, 'store an unknown number as NULL in a nullable column');
  }
  if (sqlType === 'DATE' || sqlType === 'TIMESTAMPTZ') {
    const isInRange = `${column} >= ${sqlType} '0001-01-01' AND ${column} < ${sqlType} '10000-01-01'`;
    check('lies in the years 1 to 9999', `NOT (${isInRange})`, 'correct the year; other engines read no other');
  }
  const outOfRange = 'correct the value, or widen the range in the contract if it is real';
  if (rules.minimum !== undefined) check(`≥ ${rules.minimum}`, `${column} < ${rules.minimum}`, outOfRange);
  if (rules.exclusiveMinimum !== undefined)
    check(`> ${rules.exclusiveMinimum}`, `${column} <= ${rules.exclusiveMinimum}`, outOfRange);
  if (rules.maximum !== undefined) check(`≤ ${rules.maximum}`, `${column} > ${rules.maximum}`, outOfRange);
  if (rules.exclusiveMaximum !== undefined)
    check(`< ${rules.exclusiveMaximum}`, `${column} >= ${rules.exclusiveMaximum}`, outOfRange);
  if (rules.minLength !== undefined)
    check(`has length ≥ ${rules.minLength}`, `length(${column}) < ${rules.minLength}`, outOfRange);
  if (rules.maxLength !== undefined)
    check(`has length ≤ ${rules.maxLength}`, `length(${column}) > ${rules.maxLength}`, outOfRange);
  if (rules.startOf === 'hour') {
    const next = 'give one row an hour, e.g. the mean of its half hours';
    check(`is ${START_IN_WORDS.hour}`, `epoch_us(${column}) % 3600000000 <> 0`, next);
  }
  if (rules.startOf === 'week') {
    check(`is ${START_IN_WORDS.week}`, `isodow(${column}) <> 1`, 'give the Monday with which the week begins');
  }
  if (rules.pattern !== undefined) {
    check(`matches ${rules.pattern}`, `NOT regexp_matches(${column}, ${sqlText(rules.pattern)})`, 'correct the text');
  }
  if (rules.oneOf) {
    const allowed = rules.oneOf.map(sqlText).join(', ');
    check(
      `is one of ${rules.oneOf.join(' | ')}`,
      `${column} NOT IN (${allowed})`,
      'correct the spelling, or add the value to the contract',
    );
  }
  return checks;
}

/** Delta writes an empty partition value and a null one alike, so an empty text would come back as null. */
function partitionChecks(contract: TableContract, name: string): RowCheck[] {
  if (contract.columns.find((column) => column.name === name)?.sqlType !== 'VARCHAR') return [];
  return [{ check: `${name} is not empty`, brokenWhen: `${sqlName(name)} = ''`, next: 'use NULL or a visible name' }];
}

function clockChecks({ clocks: { eventTime, availableAt } }: TableContract): RowCheck[] {
  if (!eventTime || !availableAt) return [];
  return [
    {
      check: `${availableAt} is not before ${eventTime}`,
      // As whole microseconds: a cast to TIMESTAMPTZ looks each day up in a time zone, at twice the cost of all other checks.
      brokenWhen: `epoch_us(${sqlName(availableAt)}) < epoch_us(${sqlName(eventTime)})`,
      next: 'correct the clocks: a row cannot be known before its event happened (times are UTC)',
    },
  ];
}

async function countBroken(
  connection: DuckDBConnection,
  relation: string,
  checks: readonly RowCheck[],
): Promise<number[]> {
  if (checks.length === 0) return [];
  const counts = checks.map(({ brokenWhen }) => `count(*) FILTER (WHERE ${brokenWhen})`).join(', ');
  const reader = await connection.runAndReadAll(`SELECT ${counts} FROM ${relation}`);
  return reader.getRows()[0].map(Number);
}

async function findRepeatedKeys(
  connection: DuckDBConnection,
  contract: TableContract,
  relation: string,
  { otherRows, position }: ViolationOptions,
): Promise<ContractViolation[]> {
  const key = sqlNames(contract.key);
  const keyText = contract.key.join(', ');
  const violations: ContractViolation[] = [];
  const report = async (check: string, count: string, examples: string) => {
    const rows = await countOf(connection, count);
    if (rows === 0) return;
    const next = 'keep one row a key, or add the column that tells the rows apart to the key';
    violations.push({ table: contract.name, check, rows, ...(await examplesOf(connection, examples)), next });
  };
  // Counting distinct 64-bit hashes takes two thirds of the time and memory of grouping by the key itself; equal hashes
  // are looked at again, exactly.
  if ((await countOf(connection, `SELECT count(*) - count(DISTINCT hash(${key})) FROM ${relation}`)) > 0) {
    const groups = `(SELECT ${key}, count(*) AS rows, list_sort(list(${position}))[:3] AS positions FROM ${relation} GROUP BY ${key} HAVING count(*) > 1)`;
    const examples = `SELECT ${jsonOf([...contract.key, 'rows'])}, positions FROM ${groups} ORDER BY ${key}`;
    await report(`unique key (${keyText})`, `SELECT coalesce(sum(rows), 0) FROM ${groups}`, examples);
  }
  if (otherRows) {
    const rivals = `${relation} SEMI JOIN ${otherRows} USING (${key})`;
    const examples = `SELECT ${jsonOf(contract.key)}, [${position}] FROM ${rivals} ORDER BY ${key}`;
    await report(`key (${keyText}) not yet in the table`, `SELECT count(*) FROM ${rivals}`, examples);
  }
  return violations;
}

async function countOf(connection: DuckDBConnection, sql: string): Promise<number> {
  const reader = await connection.runAndReadAll(sql);
  return Number(reader.getRows()[0][0]);
}

function jsonOf(columns: readonly string[]): string {
  return `json_object(${columns.map((name) => `${sqlText(name)}, ${sqlName(name)}`).join(', ')})::VARCHAR`;
}

/** `sql` selects rows as JSON text and their positions. */
async function examplesOf(
  connection: DuckDBConnection,
  sql: string,
): Promise<Pick<ContractViolation, 'examples' | 'positions'>> {
  const rows = (await connection.runAndReadAll(`${sql} LIMIT 3`)).getRowsJson() as [string, (string | null)[]][];
  return {
    examples: rows.map(([json]) => json),
    positions: rows.map(([, positions]) => positions.filter((position) => position !== null).map(Number)),
  };
}
