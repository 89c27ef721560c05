import { take } from '@applied-modeling/evaluation';
import { openLake } from '@applied-modeling/lakehouse';
import { isoDate, MS_PER_DAY } from '@applied-modeling/synthetic';
import type { TrainingSet } from '../domain.ts';
import { truth } from '../tables.ts';

/** What only the simulation knows: one value a row of the set or window it was taken for, NaN where the truth has no record. */
export interface TruthRows {
  /** P(collapse | everything observed by the decision): the ceiling a model can reach. */
  readonly observable: Float64Array;
  /** P(collapse | hidden state): the ceiling nobody can reach. */
  readonly clairvoyant: Float64Array;
  /** How much a contact on the decision day lowers the probability of collapse; negative where it raises it. */
  readonly uplift: Float64Array;
}

/**
 * Opens the truth side-car for some rows of the training set; null on a person's own data. Called after training, by judges
 * only. The columns are as long as the training set, NaN at all other rows and where the truth has no record.
 */
export async function readTruth(
  truthDir: string | null,
  set: TrainingSet,
  rows: Uint32Array,
): Promise<TruthRows | null> {
  if (truthDir === null) return null;
  const lake = await openLake(truthDir, { threads: 1, memoryLimit: '1GB' });
  try {
    const days = [...new Set(take(set.decidedAt, rows))].map((ms) => `DATE '${isoDate(ms)}'`);
    const known = await lake.query(
      `SELECT account_id, decided_on, p0_observable, p0_clairvoyant, p0_clairvoyant - p1_clairvoyant AS uplift
       FROM ${lake.latest(truth)} WHERE decided_on IN (${days.join(', ')})`,
    );
    const decidedOn = known.integers('decided_on');
    const recordOf = new Map(known.strings('account_id').map((id, record) => [keyOf(id, decidedOn[record]), record]));
    const records = Array.from(rows, (row) =>
      recordOf.get(keyOf(set.accountId[row], Math.floor(set.decidedAt[row] / MS_PER_DAY))),
    );
    const spread = (values: Float64Array) => {
      const out = new Float64Array(set.rows).fill(Number.NaN);
      for (const [at, record] of records.entries()) if (record !== undefined) out[rows[at]] = values[record];
      return out;
    };
    return {
      observable: spread(known.numbers('p0_observable')),
      clairvoyant: spread(known.numbers('p0_clairvoyant')),
      uplift: spread(known.numbers('uplift')),
    };
  } finally {
    lake.close();
  }
}

/**
 * The truth of a window's rows, in their order; null where it is not known of each of them. The side-car starts with the second
 * year, and a ceiling over a part of the window would be the ceiling of another one.
 */
export function truthOfAll(known: TruthRows | null, rows: Uint32Array): TruthRows | null {
  if (known === null || rows.some((row) => Number.isNaN(known.observable[row]))) return null;
  return takeTruth(known, rows);
}

export function takeTruth({ observable, clairvoyant, uplift }: TruthRows, rows: Uint32Array): TruthRows {
  return { observable: take(observable, rows), clairvoyant: take(clairvoyant, rows), uplift: take(uplift, rows) };
}

function keyOf(accountId: string, day: number): string {
  return `${accountId} ${day}`;
}
