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

/**
 * Ranges of numbers, dates and timestamps only: JavaScript orders text differently from Parquet. Timestamps are cut to
 * milliseconds on both sides, which keeps `max < min` true only for ranges that are really apart.
 */
function keyRanges(file: AddFile, keyColumns: readonly ContractColumn[]): Range[] {
  const { minValues = {}, maxValues = {} } = JSON.parse(file.stats ?? '{}');
  return keyColumns.map(({ name, sqlType }) => {
    if (name in file.partitionValues) return pointRange(file.partitionValues[name]);
    return sqlType === 'VARCHAR' ? UNKNOWN : { min: minValues[name], max: maxValues[name] };
  });
}

const UNKNOWN: Range = { min: undefined, max: undefined };

function pointRange(value: string | null): Range {
  return value === null ? UNKNOWN : { min: value, max: value };
}

function mayMeet(a: Range, b: Range): boolean {
  const isApart = (low: Range, high: Range) => low.max !== undefined && high.min !== undefined && low.max < high.min;
  return !isApart(a, b) && !isApart(b, a);
}
