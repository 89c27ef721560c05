import { take } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { openAndRead } from '@applied-modeling/lakehouse';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { truth } from '../tables.ts';

export interface TruthRows {
  readonly isWorn: Float64Array;
  readonly observable: Float64Array;
}

/** The truth of these rows, in their order; null on a person's own data. Called by judges only. */
export async function readTruth(dir: string | null, set: TrainingSet, rows: Uint32Array): Promise<TruthRows | null> {
  if (dir === null) return null;
  const known = await openAndRead(dir, { threads: 1 }, async (lake) => {
    const columns = await lake.query(`SELECT * FROM ${lake.latest(truth)}`);
    lake.close();
    return columns;
  });
  const day = known.integers('decided_on');
  const recordOf = new Map(known.strings('machine_id').map((id, record) => [`${id} ${day[record]}`, record]));
  const records = Uint32Array.from(rows, (row) => {
    const key = `${set.machineId[row]} ${Math.floor(set.spine.decidedAt[row] / MS_PER_DAY)}`;
    const record = recordOf.get(key);
    if (record === undefined) throw new RangeError(`truth: no record of ${key}; delete the world and simulate it anew`);
    return record;
  });
  const column = (name: string) => take(known.numbers(name), records);
  return { isWorn: column('is_worn'), observable: column('p_observable') };
}

/** The planted rule as the model sees it: a worn machine fails at half load, and no other does. */
export function byPlantedState(
  set: TrainingSet,
  rows: Uint32Array,
  { isWorn }: TruthRows,
  chance: Float64Array,
): NonNullable<Evaluation['planted']> {
  const load = take(featureColumn(set, 'load_per_day_7d'), rows);
  const meanWhere = (worn: boolean, half: boolean) => {
    const cell = chance.filter((_, at) => (isWorn[at] === 1) === worn && Math.abs(load[at] - 55) < 15 === half);
    return cell.reduce((sum, value) => sum + value, 0) / cell.length;
  };
  return {
    wornAtHalf: meanWhere(true, true),
    wornElse: meanWhere(true, false),
    soundAtHalf: meanWhere(false, true),
    soundElse: meanWhere(false, false),
  };
}
