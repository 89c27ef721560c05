import { openLake } from '@applied-modeling/lakehouse';
import { isoDate, MS_PER_DAY } from '@applied-modeling/synthetic';
import type { TrainingSet, TruthRows } from './domain.ts';
import { truth } from './tables.ts';

/** Opens the truth side-car for the given rows; null on a person's own data. Called after training, by judges only. */
export async function readTruth(
  truthDir: string | null,
  set: TrainingSet,
  rows: Uint32Array,
): Promise<TruthRows | null> {
  if (truthDir === null) return null;
  const lake = await openLake(truthDir, { threads: 1, memoryLimit: '1GB' });
  try {
    const days = [...new Set(Array.from(rows, (row) => isoDate(set.decidedAt[row])))];
    const known = await lake.query(
      `SELECT account_id, decided_on, p0_observable, p0_clairvoyant, p0_clairvoyant - p1_clairvoyant AS uplift
       FROM ${lake.latest(truth)} WHERE decided_on IN (${days.map((day) => `DATE '${day}'`).join(', ')})`,
    );
    const ids = known.strings('account_id');
    const decidedOn = known.integers('decided_on');
    const indexByKey = new Map(ids.map((id, index) => [`${id} ${decidedOn[index]}`, index]));
    const index = Int32Array.from(rows, (row) => {
      return indexByKey.get(`${set.accountId[row]} ${Math.floor(set.decidedAt[row] / MS_PER_DAY)}`) ?? -1;
    });
    const pick = (values: Float64Array) => Float64Array.from(index, (at) => (at === -1 ? Number.NaN : values[at]));
    return {
      observable: pick(known.numbers('p0_observable')),
      clairvoyant: pick(known.numbers('p0_clairvoyant')),
      uplift: pick(known.numbers('uplift')),
    };
  } finally {
    lake.close();
  }
}
