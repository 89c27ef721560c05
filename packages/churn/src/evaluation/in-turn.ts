import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets whoever waits for the thread go first: DuckDB and the training threads are at work beside the evaluation. */
export async function inTurn<T>(work: () => T): Promise<T> {
  await nextTurn();
  return work();
}

/** One after the other, each in turn. */
export async function mapInTurn<T, R>(values: readonly T[], map: (value: T) => R): Promise<R[]> {
  const results: R[] = [];
  for (const value of values) results.push(await inTurn(() => map(value)));
  return results;
}
