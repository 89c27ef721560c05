import { z } from 'zod';
import { date, double, int, long, timestamp } from './column-types.ts';
import { bitemporalTable, type TableContract } from './contract.ts';

/** As a query's columns are written: `log_minutes DOUBLE`. */
export interface MadeTable {
  readonly name: string;
  /** "one row per …" */
  readonly grain: string;
  /** Separated by commas; `available_at TIMESTAMPTZ` is added. All but the key and the event time may be NULL. */
  readonly columns: string;
  readonly key: readonly string[];
  readonly eventTime: string;
}

/**
 * The contract of a table that a query makes on the way and nobody stores: there is nothing to check, and what reads it wants to
 * know names, types and clocks. Throws a `TypeError` for a column that is not a name and one of these types.
 */
export function madeTable({ columns, ...declaration }: MadeTable): TableContract {
  const isKnown = (name: string) => name === declaration.eventTime || declaration.key.includes(name);
  const compiled = columns.split(',').map((column) => {
    const [name, type, ...rest] = column.trim().split(/\s+/);
    const make = Object.hasOwn(TYPES, type ?? '') && rest.length === 0 ? TYPES[type as keyof typeof TYPES] : undefined;
    if (make === undefined)
      throw new TypeError(
        `table ${declaration.name}: found the column '${column.trim()}', expected a name and one of ${Object.keys(TYPES).join(', ')}`,
      );
    return [name, isKnown(name) ? make() : make().nullable()] as const;
  });
  return bitemporalTable({ ...declaration, columns: Object.fromEntries(compiled) });
}

const TYPES = {
  BIGINT: long,
  INTEGER: int,
  DOUBLE: double,
  VARCHAR: z.string,
  BOOLEAN: z.boolean,
  DATE: date,
  TIMESTAMPTZ: timestamp,
} as const satisfies Readonly<Record<string, () => z.ZodType>>;
