/**
 * A value of a file in the type of its column, exactly: what would have to be rounded, cut or guessed is not of the type.
 *
 * DuckDB's casts are kinder than that: they read `1/2/25` as a day of the year 1, drop what follows a date, take 2 for true and
 * round 1.5. So text must first have the form of its type, and any other value must survive the way there and back.
 */

import { decimalScale } from './column-types.ts';
import type { ContractColumn } from './contract.ts';
import { sqlName, sqlText } from './sql-text.ts';

/** SQL of the value; NULL where it is not of the column's type. */
export function typedValue({ name, sqlType }: ContractColumn, sourceType: string): string {
  const value = sqlName(name);
  if (sourceType === sqlType) return value;
  if (sourceType === 'VARCHAR') return typedText(value, sqlType);
  const typed = `TRY_CAST(${value} AS ${sqlType})`;
  // A double is the nearest one to a decimal, and a day is that of its instant in UTC: neither leads back.
  if (sqlType === 'DOUBLE' || (sqlType === 'DATE' && sourceType.startsWith('TIMESTAMP'))) return typed;
  return `CASE WHEN TRY_CAST(${typed} AS ${sourceType}) = ${value} THEN ${typed} END`;
}

/** What a value of the type looks like, in words. */
export function formOf(sqlType: string): string {
  const scale = decimalScale(sqlType);
  if (scale !== undefined) return `a number with at most ${scale} decimals (${sqlType})`;
  return FORMS[sqlType] ?? `a value of type ${sqlType}`;
}

const FORMS: Readonly<Record<string, string>> = {
  BOOLEAN: 'true or false (BOOLEAN)',
  INTEGER: 'a whole number of 32 bits (INTEGER)',
  BIGINT: 'a whole number of 64 bits (BIGINT)',
  DOUBLE: 'a number with a decimal point (DOUBLE)',
  DATE: 'a day as 2025-03-01, or an instant whose day in UTC is meant (DATE)',
  TIMESTAMPTZ: 'an instant as 2025-03-01T06:00:00Z (TIMESTAMPTZ)',
};

const DAY = '\\d{4}-\\d{2}-\\d{2}';
const MINUTE = `${DAY}[T ]([01]\\d|2[0-3]):[0-5]\\d`;
const ZONE = '(Z|[+-]([01]\\d|2[0-3])(:?[0-5]\\d)?)?';
/** RFC 3339, or the same without a zone, which is UTC; microseconds are the finest that is stored. */
const INSTANT = `${MINUTE}:[0-5]\\d(\\.\\d{1,6}0*)?${ZONE}`;

function typedText(value: string, sqlType: string): string {
  const cast = (text: string, type = sqlType) => `TRY_CAST(${text} AS ${type})`;
  const when = (form: string, typed: string) => `WHEN regexp_full_match(${value}, ${sqlText(form)}) THEN ${typed}`;
  // The engine reads no instant without seconds.
  const withSeconds = `substr(${value}, 1, 16) || ':00' || substr(${value}, 17)`;
  const instants = [
    when(INSTANT, cast(value, 'TIMESTAMPTZ')),
    when(`${MINUTE}${ZONE}`, cast(withSeconds, 'TIMESTAMPTZ')),
  ];
  if (sqlType === 'DATE') {
    return `CASE ${when(DAY, cast(value))} ELSE CAST(CASE ${instants.join(' ')} END AS DATE) END`;
  }
  if (sqlType === 'TIMESTAMPTZ') return `CASE ${instants[0]} ${when(DAY, cast(value))} ${instants[1]} END`;
  const form = numberForm(sqlType);
  return form === undefined ? cast(value) : `CASE ${when(form, cast(value))} END`;
}

function numberForm(sqlType: string): string | undefined {
  const scale = decimalScale(sqlType);
  if (scale !== undefined) return `[+-]?(\\d+\\.?|\\.)\\d{0,${scale}}0*`;
  if (sqlType === 'DOUBLE' || sqlType === 'FLOAT') return '[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?';
  return sqlType.endsWith('INT') || sqlType === 'INTEGER' ? '[+-]?\\d+(\\.0*)?' : undefined;
}
