import { readRecords } from '@applied-modeling/lakehouse';
import type { TrainingSet } from '../domain.ts';
import { truth } from '../tables.ts';
import { chanceOfExpensive } from '../world/oracle.ts';

/** The truth of some rows, in their order. */
export interface TruthRows {
  readonly isSensitive: Uint8Array;
  /** The mean of what it may cost, for who knows the rules of the world and sees what was logged. */
  readonly expectedCpuSeconds: Float64Array;
  /** P(expensive), for who knows the rules of the world and sees what was logged; and for who also knows the template. */
  readonly observable: Float64Array;
  readonly clairvoyant: Float64Array;
}

/** Null on a person's own data. Called by judges only. */
export async function readTruth(dir: string | null, set: TrainingSet, rows: Uint32Array): Promise<TruthRows | null> {
  const known = await readRecords(dir, truth, { statement_id: Array.from(rows, (row) => set.statementId[row]) });
  if (known === null) return null;
  const column = (name: string) => Float64Array.from(known.numbers(name));
  const [observable, sd] = [column('observable_log_cpu'), column('observable_sd')];
  return {
    isSensitive: Uint8Array.from(column('is_sensitive')),
    expectedCpuSeconds: observable.map((mean, at) => Math.exp(mean + sd[at] ** 2 / 2)),
    observable: observable.map((mean, at) => chanceOfExpensive(mean, sd[at])),
    clairvoyant: column('expected_log_cpu').map((mean) => chanceOfExpensive(mean)),
  };
}
