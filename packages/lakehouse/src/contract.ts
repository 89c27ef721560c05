/**
 * A table contract: the promise a table makes to its readers, written once and used four ways.
 *
 * From one declaration come the column types DuckDB stores, the schema the Delta log publishes, the checks every write
 * and every ingested file must pass (`checks.ts`), and a text a person can read (`describeContract`). The rules inside a
 * column's zod schema are read through JSON Schema and run as SQL: ten million rows are checked in one scan, never by
 * ten million `parse` calls.
 */

import { z } from 'zod';
import { deltaType, timestamp } from './column-types.ts';

/**
 * What a table remembers.
 *
 * - `bitemporal`: rows are only added; a correction is a new row with a later `availableAt`.
 * - `static`: written once; its past is its present.
 * - `scd1`: rows are overwritten in place, so the table has no past but its own earlier Delta versions.
 */
export type History = 'bitemporal' | 'static' | 'scd1';

export interface Clocks {
  /** The column that says when the row's event happened (date or timestamp). */
  readonly eventTime?: string;
  /** The column that says from when the row could be known (timestamp, never null). */
  readonly availableAt?: string;
}

export type ColumnSchemas = Readonly<Record<string, z.ZodType>>;

export interface ContractDeclaration<Columns extends ColumnSchemas> {
  readonly name: string;
  /** "one row per …" */
  readonly grain: string;
  readonly columns: Columns;
  /** Columns that together identify a row; no two rows of the table share them. */
  readonly key: readonly (keyof Columns & string)[];
  readonly clocks?: Clocks;
  readonly history: History;
  readonly partitionBy?: readonly (keyof Columns & string)[];
}

/** The rules of a column's schema that SQL can check; all of them hold for non-null values. */
export interface ColumnRules {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly oneOf?: readonly string[];
  /** Every value begins an hour, or is a Monday: a row of a finer or shifted grain would be added to the wrong one, or replace it. */
  readonly startOf?: 'hour' | 'week';
}

export interface ContractColumn {
  readonly name: string;
  readonly sqlType: string;
  readonly nullable: boolean;
  readonly rules: ColumnRules;
  readonly description?: string;
}

export interface TableContract<Columns extends ColumnSchemas = ColumnSchemas> {
  readonly name: string;
  readonly grain: string;
  readonly columns: readonly ContractColumn[];
  readonly key: readonly string[];
  readonly clocks: Clocks;
  readonly history: History;
  readonly partitionBy: readonly string[];
  /** One row as a zod object, for `z.infer<typeof contract.row>`; tables themselves are checked in SQL. */
  readonly row: z.ZodObject<Columns>;
}

/** Compiles a declaration. Throws a `TypeError` when the declaration contradicts itself. */
export function tableContract<const Columns extends ColumnSchemas>(
  declaration: ContractDeclaration<Columns>,
): TableContract<Columns> {
  const contract: TableContract<Columns> = {
    name: declaration.name,
    grain: declaration.grain,
    columns: Object.entries(declaration.columns).map(([name, schema]) => compileColumn(declaration.name, name, schema)),
    key: declaration.key,
    clocks: declaration.clocks ?? {},
    history: declaration.history,
    partitionBy: declaration.partitionBy ?? [],
    row: z.object(declaration.columns) as z.ZodObject<Columns>,
  };
  const contradiction = findContradiction(contract);
  if (contradiction) throw new TypeError(`contract ${contract.name}: ${contradiction}`);
  return contract;
}

/**
 * A table whose rows are only added. The column `available_at`, which is added to the others, says from when a row could be
 * known; `eventTime` names the one that says when it happened, and is left out where rows tell of days to come.
 */
export function bitemporalTable<const Columns extends ColumnSchemas>({
  eventTime,
  ...declaration
}: Omit<ContractDeclaration<Columns>, 'clocks' | 'history' | 'key'> & {
  readonly eventTime?: keyof Columns & string;
  readonly key: readonly ((keyof Columns & string) | 'available_at')[];
}) {
  return tableContract({
    ...declaration,
    columns: { ...declaration.columns, available_at: timestamp().describe('from when the row could be known') },
    clocks: { ...(eventTime && { eventTime }), availableAt: 'available_at' },
    history: 'bitemporal',
  });
}

/** The column of that name. Throws a `TypeError` when the contract has none. */
export function contractColumn(contract: TableContract, name: string): ContractColumn {
  const column = contract.columns.find((candidate) => candidate.name === name);
  if (!column) throw new TypeError(`contract ${contract.name}: no column ${name}`);
  return column;
}

/** The schema as the Delta log publishes it: a JSON string of Spark's struct type. */
export function deltaSchemaString(contract: TableContract): string {
  const fields = contract.columns.map((column) => ({
    name: column.name,
    type: deltaType(column.sqlType),
    nullable: column.nullable,
    metadata: column.description ? { comment: column.description } : {},
  }));
  return JSON.stringify({ type: 'struct', fields });
}

/** The contract as a short text: grain, key, clocks, history, then one line a column. */
export function describeContract(contract: TableContract): string {
  const { eventTime, availableAt } = contract.clocks;
  const nameWidth = Math.max(...contract.columns.map((column) => column.name.length));
  const typeWidth = Math.max(...contract.columns.map((column) => column.sqlType.length));
  const columnLines = contract.columns.map((column) => {
    const remarks = [column.nullable ? 'may be null' : 'required', ...describeRules(column.rules), column.description];
    const line = `  ${column.name.padEnd(nameWidth)}  ${column.sqlType.padEnd(typeWidth)}`;
    return `${line}  ${remarks.filter((remark) => remark !== undefined).join(', ')}`;
  });
  return [
    `${contract.name}: ${contract.grain}`,
    `  key: ${contract.key.join(', ')}`,
    `  clocks: ${eventTime ? `happened at ${eventTime}` : 'no event time'}, ${availableAt ? `known from ${availableAt}` : 'always known'}`,
    `  history: ${HISTORY_IN_WORDS[contract.history]}`,
    ...(contract.partitionBy.length > 0 ? [`  partitioned by: ${contract.partitionBy.join(', ')}`] : []),
    ...columnLines,
  ].join('\n');
}

const HISTORY_IN_WORDS: Readonly<Record<History, string>> = {
  bitemporal: 'bitemporal (corrections are new rows, nothing is overwritten)',
  static: 'static (written once)',
  scd1: 'scd1 (overwritten in place; the past exists only as earlier table versions)',
};

function compileColumn(table: string, name: string, schema: z.ZodType): ContractColumn {
  const { branch, nullable } = splitNullable(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  const sqlType = branch.sqlType ?? SQL_BY_JSON_TYPE[String(branch.type)];
  if (!sqlType) {
    const next =
      'use z.string(), z.enum(), z.boolean(), int(), long(), double(), decimal(), date(), monday(), timestamp() or wholeHour()';
    throw new TypeError(`contract ${table}: column ${name} has no SQL type; ${next}`);
  }
  const description = branch.description ?? schema.description;
  return { name, sqlType, nullable, rules: readRules(branch, sqlType), ...(description && { description }) };
}

const SQL_BY_JSON_TYPE: Readonly<Record<string, string>> = { string: 'VARCHAR', boolean: 'BOOLEAN' };

interface JsonSchemaBranch extends Omit<ColumnRules, 'oneOf'> {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly description?: string;
  readonly sqlType?: string;
}

/** zod writes `schema.nullable()` as `anyOf: [schema, { type: 'null' }]`, or as `type: ['string', 'null']` when that says it all. */
function splitNullable(json: object): { branch: JsonSchemaBranch; nullable: boolean } {
  const { anyOf, ...branch } = json as JsonSchemaBranch & { anyOf?: readonly JsonSchemaBranch[] };
  if (Array.isArray(branch.type)) {
    const [type] = branch.type.filter((name) => name !== 'null');
    return { branch: { ...branch, type }, nullable: branch.type.includes('null') };
  }
  if (!anyOf) return { branch, nullable: false };
  const branches = anyOf.filter((option) => option.type !== 'null');
  return { branch: { ...branches[0], ...branch }, nullable: branches.length < anyOf.length };
}

function readRules(branch: JsonSchemaBranch, sqlType: string): ColumnRules {
  const oneOf = branch.enum ?? (branch.const === undefined ? undefined : [branch.const]);
  const rules: ColumnRules = {
    ...bound('minimum', branch.minimum),
    ...bound('maximum', branch.maximum),
    ...bound('exclusiveMinimum', branch.exclusiveMinimum),
    ...bound('exclusiveMaximum', branch.exclusiveMaximum),
    ...(branch.startOf && { startOf: branch.startOf }),
  };
  // The pattern of a date or timestamp describes its text form; in SQL the column's type already says as much.
  if (sqlType !== 'VARCHAR') return rules;
  return {
    ...(branch.minLength !== undefined && { minLength: branch.minLength }),
    ...(branch.maxLength !== undefined && { maxLength: branch.maxLength }),
    ...(branch.pattern !== undefined && { pattern: branch.pattern }),
    ...(oneOf && { oneOf }),
  };
}

/** zod bounds every `z.int()` by ±(2^53 − 1); that is a fact about JavaScript, not a rule about the column. */
function bound(rule: keyof ColumnRules, value: number | undefined): ColumnRules {
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? {} : { [rule]: value };
}

export const START_IN_WORDS = { hour: 'the start of an hour in UTC', week: 'a Monday' } as const;

function describeRules(rules: ColumnRules): string[] {
  return [
    rules.minimum !== undefined && `≥ ${rules.minimum}`,
    rules.exclusiveMinimum !== undefined && `> ${rules.exclusiveMinimum}`,
    rules.maximum !== undefined && `≤ ${rules.maximum}`,
    rules.exclusiveMaximum !== undefined && `< ${rules.exclusiveMaximum}`,
    rules.minLength !== undefined && `length ≥ ${rules.minLength}`,
    rules.maxLength !== undefined && `length ≤ ${rules.maxLength}`,
    rules.pattern !== undefined && `matches ${rules.pattern}`,
    rules.oneOf && `one of ${rules.oneOf.join(' | ')}`,
    rules.startOf && START_IN_WORDS[rules.startOf],
  ].filter((text) => typeof text === 'string');
}

const PARTITION_TYPES = ['VARCHAR', 'INTEGER', 'BIGINT', 'DATE', 'BOOLEAN'];

function findContradiction(contract: TableContract): string | undefined {
  const columnOf = (name: string) => contract.columns.find((column) => column.name === name);
  const { eventTime, availableAt } = contract.clocks;
  const clock = availableAt === undefined ? undefined : columnOf(availableAt);

  if (!/^[a-z][a-z0-9_]*$/.test(contract.name)) return 'a table name is lower-case letters, digits and _';
  if (contract.key.length === 0) return 'a key needs at least one column';
  for (const name of [...contract.key, ...contract.partitionBy, eventTime, availableAt]) {
    if (name !== undefined && !columnOf(name)) return `no column ${name}, named by its key, clocks or partitions`;
  }
  for (const name of contract.key) {
    if (columnOf(name)!.nullable) return `key column ${name} may not be nullable`;
  }
  if (new Set(contract.columns.map((column) => column.name.toLowerCase())).size < contract.columns.length) {
    return 'two column names differ only by case';
  }
  if (clock && (clock.sqlType !== 'TIMESTAMPTZ' || clock.nullable))
    return `${availableAt} must be a timestamp() and never null`;
  if (eventTime && !['DATE', 'TIMESTAMPTZ'].includes(columnOf(eventTime)!.sqlType))
    return `${eventTime} must be a date() or timestamp()`;
  if (contract.history === 'bitemporal' && !availableAt) return 'a bitemporal table needs an availableAt clock';
  for (const name of contract.partitionBy) {
    if (!PARTITION_TYPES.includes(columnOf(name)!.sqlType))
      return `cannot partition by ${name}, a ${columnOf(name)!.sqlType}`;
  }
  if (contract.partitionBy.length === contract.columns.length) return 'a table needs a column outside its partitions';
  for (const column of contract.columns) {
    if (/\(\?[=!<]/.test(column.rules.pattern ?? ''))
      return `the pattern of ${column.name} looks around, which SQL patterns (RE2) cannot`;
  }
  return undefined;
}
