/**
 * Which files of a table could hold a key of some new rows?
 *
 * An append must not repeat a key the table has, but reading every old key on each of 156 weekly appends would make
 * them quadratic. Two files whose ranges of one key column do not meet share no key, and the log holds those ranges:
 * with a date in the key, an append in order of dates reads nothing back.
 */

import type { AddFile } from './actions.ts';
import type { ContractColumn, TableContract } from './contract.ts';

/** The files of `existing` that may share a key with one of `added`; the others certainly do not. */
export function filesWithPossibleKeys(
  contract: TableContract,
  added: readonly AddFile[],
  existing: readonly AddFile[],
): AddFile[] {
  const keyColumns = contract.columns.filter(({ name }) => contract.key.includes(name));
  const addedRanges = added.map((file) => keyRanges(file, keyColumns));
  return existing.filter((file) => {
    const ranges = keyRanges(file, keyColumns);
    return addedRanges.some((others) => ranges.every((range, index) => mayMeet(range, others[index])));
  });
}

interface Range {
  readonly min: string | number | undefined;
  readonly max: string | number | undefined;
}

/** Of text only partition values: JavaScript orders it differently from Parquet. */
function keyRanges(file: AddFile, keyColumns: readonly ContractColumn[]): Range[] {
  const { minValues = {}, maxValues = {} } = JSON.parse(file.stats ?? '{}');
  return keyColumns.map(({ name, sqlType }) => {
    const isPartition = name in file.partitionValues;
    if (sqlType === 'VARCHAR' && !isPartition) return { min: undefined, max: undefined };
    const [min, max] = isPartition ? Array(2).fill(file.partitionValues[name]) : [minValues[name], maxValues[name]];
    return { min: boundValue(sqlType, min), max: boundValue(sqlType, max) };
  });
}

/** Engines spell one value in many ways (`06:00:00Z`, `06:00:00.000Z`; `7`, `007`); in none known here, it bounds nothing. */
function boundValue(sqlType: string, bound: string | number | null | undefined): string | number | undefined {
  if (bound === null || bound === undefined) return undefined;
  if (sqlType === 'VARCHAR') return bound;
  const value = sqlType === 'DATE' || sqlType === 'TIMESTAMPTZ' ? milliseconds(String(bound)) : Number(bound);
  return Number.isNaN(value) ? undefined : value;
}

const TIME = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(?<zone>Z|[+-]\d\d:\d\d)?)?$/;

/** Whole milliseconds on both sides keep `max < min` true only for ranges that are really apart. Without a zone it is UTC. */
function milliseconds(text: string): number {
  const found = TIME.exec(text);
  if (!found) return Number.NaN;
  const isZoned = found[1] === undefined || found.groups?.zone !== undefined;
  return Date.parse(isZoned ? text : `${text}Z`);
}

function mayMeet(a: Range, b: Range): boolean {
  const isApart = (low: Range, high: Range) => low.max !== undefined && high.min !== undefined && low.max < high.min;
  return !isApart(a, b) && !isApart(b, a);
}
