/**
 * The column types a table may hold, each with its three names: the zod schema a contract is written in, DuckDB's SQL
 * type and Delta's primitive type.
 *
 * `z.string()`, `z.enum([...])` and `z.boolean()` need no helper: JSON Schema already says which SQL type they are. The
 * helpers below add what JSON Schema cannot say, through `.meta({ sqlType })`.
 */

import { z } from 'zod';

/** A 32-bit whole number. */
export const int = () => z.int().meta({ sqlType: 'INTEGER' });

/** A 64-bit whole number; queries return it as a JavaScript number, exact to 2^53. */
export const long = () => z.int().meta({ sqlType: 'BIGINT' });

/** A finite 64-bit float. NaN and infinities violate every contract. */
export const double = () => z.number().meta({ sqlType: 'DOUBLE' });

/** A calendar day, written `2025-03-01`. */
export const date = () => z.iso.date().meta({ sqlType: 'DATE' });

/** An instant in UTC with microseconds, written `2025-03-01T06:00:00Z`. */
export const timestamp = () => z.iso.datetime().meta({ sqlType: 'TIMESTAMPTZ' });

/** A day that is a Monday, with which a week begins. */
export const monday = () => {
  return z.iso
    .date()
    .refine((day) => new Date(day).getUTCDay() === 1)
    .meta({ sqlType: 'DATE', startOf: 'week' });
};

/** An instant with which an hour of UTC begins. */
export const wholeHour = () => {
  return z.iso
    .datetime()
    .refine((instant) => Date.parse(instant) % 3_600_000 === 0)
    .meta({ sqlType: 'TIMESTAMPTZ', startOf: 'hour' });
};

/** An exact decimal: `precision` digits in all, `scale` of them after the point. Sums of it repeat to the last digit. */
export function decimal(precision: number, scale: number) {
  if (!(Number.isInteger(precision) && precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision)) {
    throw new RangeError(`decimal(${precision}, ${scale}): expected 1 ≤ precision ≤ 38 and 0 ≤ scale ≤ precision`);
  }
  return z.number().meta({ sqlType: `DECIMAL(${precision},${scale})` });
}

const DELTA_BY_SQL: Readonly<Record<string, string>> = {
  VARCHAR: 'string',
  BIGINT: 'long',
  INTEGER: 'integer',
  SMALLINT: 'short',
  TINYINT: 'byte',
  FLOAT: 'float',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  BLOB: 'binary',
  DATE: 'date',
  TIMESTAMPTZ: 'timestamp',
};
const SQL_BY_DELTA = Object.fromEntries(Object.entries(DELTA_BY_SQL).map(([sql, delta]) => [delta, sql]));

/** `DECIMAL(18,3)` → `decimal(18,3)`, `BIGINT` → `long`. */
export function deltaType(sqlType: string): string {
  return DELTA_BY_SQL[sqlType] ?? sqlType.toLowerCase();
}

/** The inverse of `deltaType`; `undefined` for nested types, which only other writers' tables hold. */
export function sqlType(delta: unknown): string | undefined {
  if (typeof delta !== 'string') return undefined;
  return SQL_BY_DELTA[delta] ?? (delta.startsWith('decimal(') ? delta.toUpperCase() : undefined);
}

/** Digits after the point: 3 of `DECIMAL(18,3)`; `undefined` for every other type. */
export function decimalScale(sqlType: string): number | undefined {
  const [, scale] = /^DECIMAL\(\d+,(\d+)\)$/.exec(sqlType) ?? [];
  return scale === undefined ? undefined : Number(scale);
}
