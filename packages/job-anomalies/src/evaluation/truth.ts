import { take } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { readSideCar } from '@applied-modeling/lakehouse';
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
  const asked = { row: Int32Array.from(rows.keys()), run_id: take(set.runId, rows) };
  const known = await readSideCar(dir, asked, (lake) =>
    lake.query(`SELECT truth.* FROM asked JOIN ${lake.latest(truth)} AS truth USING (run_id) ORDER BY row`),
  );
  if (known === null) return null;
  if (known.rowCount !== rows.length)
    throw new RangeError(
      `truth: records of ${known.rowCount} checkpoints, expected ${rows.length}; delete the world and simulate it anew`,
    );
  const number = (name: string) => Float64Array.from(known.numbers(name));
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
    cause: known.strings('cause'),
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
