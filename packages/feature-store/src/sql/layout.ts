/** How the compiled statements are laid out: named queries with a comment each, one column a line. */

import { sqlName, sqlText } from '@applied-modeling/lakehouse';
import type { Condition, Literal } from '../window-aggregates.ts';

/** A temporary table, or a common table expression within one, named for its result. */
export interface NamedQuery {
  readonly name: string;
  /** What a row is and which clock rule holds; one line of SQL comment for each line. */
  readonly comment: string;
  readonly sql: string;
}

/** What a view contributes to the script. */
export interface ViewSql {
  readonly queries: readonly NamedQuery[];
  /** Joins the last of `queries`, which becomes a temporary table, to the spine. */
  readonly join: string;
  /** An expression over that join for every feature of the view. */
  readonly features: Readonly<Record<string, string>>;
  /** Expressions for the newest clocks among the rows read; absent where the source has no such clock. */
  readonly maxAvailableAt?: string;
  readonly maxEventTime?: string;
}

/** `SELECT` with one column a line, or all in one where they fit, then its clauses. */
export function select(columns: readonly string[], ...clauses: readonly string[]): string {
  const line = columns.join(', ');
  const list = line.length <= FITTING ? ` ${line}` : `\n${indent(columns.join(',\n'))}`;
  return [`SELECT${list}`, ...clauses].join('\n');
}

const FITTING = 100;

/** `WITH` the named queries, then the statement that reads them. */
export function withQueries(queries: readonly NamedQuery[], statement: string): string {
  if (queries.length === 0) return statement;
  const blocks = queries.map(({ name, comment, sql }) => `${remark(comment)}\n${name} AS (\n${indent(sql)}\n)`);
  return `WITH\n\n${blocks.join(',\n\n')}\n\n${statement}`;
}

/** The statements as a script to be read. */
export function script(tables: readonly NamedQuery[], result: string): string {
  const blocks = tables.map(({ name, comment, sql }) => `${remark(comment)}\nCREATE TEMP TABLE ${name} AS\n${sql};`);
  return `${[...blocks, result].join('\n\n')};\n`;
}

function remark(comment: string): string {
  return comment.replaceAll(/^/gm, '-- ');
}

export function indent(sql: string): string {
  return sql.replaceAll(/^(?=.)/gm, '  ');
}

/** Quoted only where a plain name would not do. Columns of sources are always qualified, so keywords may stay plain. */
export function columnName(name: string): string {
  return /^[a-z][a-z0-9_]*$/.test(name) ? name : sqlName(name);
}

export function literal(value: Literal): string {
  return typeof value === 'string' ? sqlText(value) : String(value);
}

/** The condition on rows of `source`. */
export function conditionSql({ column, oneOf }: Condition): string {
  const values = oneOf.map(literal);
  const subject = `source.${columnName(column)}`;
  return values.length === 1 ? `${subject} = ${values[0]}` : `${subject} IN (${values.join(', ')})`;
}

/**
 * The UTC day of an instant, whatever the session's time zone. A cast to DATE would follow that zone, and takes eight
 * times as long, through ICU.
 */
export function utcDay(instant: string): string {
  return `make_timestamp(epoch_us(${instant}))::DATE`;
}

/** The day of a clock column of a source. */
export function clockDay(column: string, sqlType: string): string {
  return sqlType === 'DATE' ? column : utcDay(column);
}
