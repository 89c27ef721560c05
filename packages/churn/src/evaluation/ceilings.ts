import { take } from '@applied-modeling/evaluation';
import { readSideCar } from '@applied-modeling/lakehouse';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
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
  const asked = {
    account_id: Array.from(rows, (row) => set.accountId[row]),
    day: Int32Array.from(rows, (row) => Math.floor(set.decidedAt[row] / MS_PER_DAY)),
    place: Int32Array.from(rows.keys()),
  };
  return readSideCar(truthDir, asked, async (lake) => {
    const known = await lake.query(
      `SELECT p0_observable AS observable, p0_clairvoyant AS clairvoyant, p0_clairvoyant - p1_clairvoyant AS uplift
       FROM asked LEFT JOIN ${lake.latest(truth)} AS truth
         ON truth.account_id = asked.account_id AND truth.decided_on = DATE '1970-01-01' + asked.day
       ORDER BY place`,
    );
    const spread = (name: string) => {
      const [out, values] = [new Float64Array(set.rows).fill(Number.NaN), known.numbers(name)];
      for (const [at, row] of rows.entries()) out[row] = values[at];
      return out;
    };
    return { observable: spread('observable'), clairvoyant: spread('clairvoyant'), uplift: spread('uplift') };
  });
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
