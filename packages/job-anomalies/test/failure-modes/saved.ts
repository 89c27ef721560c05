import { readFailures, summariseFailures } from '../../src/failure-modes/failures.ts';
import { historyPolicy } from '../../src/world/history-policy.ts';
import { HISTORY_DAYS, type Replayed, replay, WORLD_DAYS } from '../../src/world/replay.ts';

export const { mean, gainUsd } = summariseFailures(readFailures());

/** What failures.json says of the small world of seed 1. */
export const [saved] = readFailures();

/** As the file rounds. */
export function rounded<T>(found: T): T {
  return JSON.parse(
    JSON.stringify(found, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value)),
  );
}

let made: Replayed | undefined;

/** The small world of seed 1 under the rule in force, stepped once for the files of a worker. */
export function shadow(): Replayed {
  made ??= replay(1, () => historyPolicy, { liveDays: WORLD_DAYS - HISTORY_DAYS });
  return made;
}
