import { featureColumn } from '@applied-modeling/feature-store';
import { openAndRead } from '@applied-modeling/lakehouse';
import type { TrainingSet } from '../domain.ts';
import { isPageWorthy, tierOf } from '../label.ts';
import { truth } from '../tables.ts';
import { chanceOfPageWorthy, clairvoyantChance } from '../world/oracle.ts';

/** The truth of some rows, in their order. */
export interface TruthRows {
  readonly isPageWorthy: Uint8Array;
  readonly expectedMinutes: Float64Array;
  readonly factor: Float64Array;
  /** Standard deviation of the luck, in log minutes. */
  readonly scale: Float64Array;
  readonly cause: readonly string[];
  /** Of what slows more runs than this one; 0 for none. */
  readonly incident: Int32Array;
  /** Positions of the runs of an incident, as they start. */
  readonly startsOf: (incident: number) => readonly number[];
  /** P(page-worthy | still running), for who knows the rules of the world, and for who also knows the cause. */
  readonly observable: Float64Array;
  readonly clairvoyant: Float64Array;
}

/** Null on a person's own data. Called by judges only. */
export async function readTruth(dir: string | null, set: TrainingSet, rows: Uint32Array): Promise<TruthRows | null> {
  if (dir === null) return null;
  const known = await openAndRead(dir, { threads: 1 }, async (lake) => {
    const found = await lake.query(`SELECT * FROM ${lake.latest(truth)}`);
    lake.close();
    return found;
  });
  const recordOf = new Map(Array.from(known.numbers('run_id'), (id, record) => [id, record]));
  const records = Uint32Array.from(rows, (row) => {
    const record = recordOf.get(set.runId[row]);
    if (record === undefined)
      throw new RangeError(`truth: no record of run ${set.runId[row]}; delete the world and simulate it anew`);
    return record;
  });
  const number = (name: string) => {
    const values = known.numbers(name);
    return Float64Array.from(records, (record) => values[record]);
  };
  const causes = known.strings('cause');
  const [expected, centre, scale, causeLog] = ['expected_minutes', 'centre', 'scale', 'cause_log_factor'].map(number);
  const [badNode, regression, logFactor] = ['has_bad_node', 'p_regression', 'regression_log_factor'].map(number);
  const [tier, spot] = [featureColumn(set, 'tier'), featureColumn(set, 'is_spot')];
  const askedOf = (at: number) => ({
    expectedMinutes: expected[at],
    tier: tierOf(tier[rows[at]]),
    elapsedMinutes: (set.spine.decidedAt[rows[at]] - set.startedMs[rows[at]]) / 60_000,
  });
  const incident = Int32Array.from(number('incident_id'));
  const starts = new Map<number, number[]>();
  for (const [at, row] of rows.entries()) {
    if (set.multiple[row] > 0 || incident[at] === 0) continue;
    starts.set(incident[at], [...(starts.get(incident[at]) ?? []), at]);
  }
  return {
    isPageWorthy: Uint8Array.from(rows, (row, at) =>
      Number(isPageWorthy(set.minutes[row] - expected[at], tierOf(tier[row]))),
    ),
    expectedMinutes: expected,
    factor: causeLog.map(Math.exp),
    scale,
    cause: Array.from(records, (record) => causes[record]),
    incident,
    startsOf: (of) => starts.get(of) ?? [],
    observable: Float64Array.from(rows, (row, at) =>
      chanceOfPageWorthy(
        {
          centre: centre[at],
          scale: scale[at],
          isSpot: spot[row] === 1,
          hasBadNode: badNode[at] === 1,
          regression: regression[at],
          regressionLogFactor: logFactor[at],
        },
        askedOf(at),
      ),
    ),
    clairvoyant: Float64Array.from(rows, (_, at) =>
      clairvoyantChance(centre[at] + causeLog[at], scale[at], askedOf(at)),
    ),
  };
}
