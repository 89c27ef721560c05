import { readFailures, summariseFailures } from '../../src/failure-modes/failures-summary.ts';

export const { mean, gainUsd } = summariseFailures(readFailures());

/** What failures.json says of the small world of seed 1. */
export const [saved] = readFailures();

/** As the file rounds. */
export function rounded<T>(found: T): T {
  return JSON.parse(
    JSON.stringify(found, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value)),
  );
}
