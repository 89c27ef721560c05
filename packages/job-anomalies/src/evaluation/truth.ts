import { take } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { readRecords } from '@applied-modeling/lakehouse';
import type { TrainingSet } from '../domain.ts';
import { isPageWorthy, tierOf } from '../label.ts';
import { truth } from '../tables.ts';
import { chanceOfPageWorthy, clairvoyantChance, type Outlook } from '../world/oracle.ts';

/** The truth of some rows, in their order. */
export interface TruthRows {
  readonly isPageWorthy: Uint8Array;
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
  const known = await readRecords(dir, truth, { run_id: take(set.runId, rows) });
  if (known === null) return null;
  const column = (name: string) => Float64Array.from(known.numbers(name));
  const [expected, centre, scale, causeLog] = ['expected_minutes', 'centre', 'scale', 'cause_log_factor'].map(column);
  const [badNode, regression, logFactor] = ['has_bad_node', 'p_regression', 'regression_log_factor'].map(column);
  const [tier, spot] = ['tier', 'is_spot'].map((name) => featureColumn(set, name));
  const asked = Array.from(rows, (row, at) => ({
    expectedMinutes: expected[at],
    tier: tierOf(tier[row]),
    elapsedMinutes: (set.spine.decidedAt[row] - set.startedMs[row]) / 60_000,
  }));
  const outlookOf = (at: number): Outlook => ({
    ...{ centre: centre[at], scale: scale[at], isSpot: spot[rows[at]] === 1, hasBadNode: badNode[at] === 1 },
    ...{ regression: regression[at], regressionLogFactor: logFactor[at] },
  });
  const incident = Int32Array.from(column('incident_id'));
  const starts = new Map<number, number[]>();
  for (const [at, row] of rows.entries()) {
    if (set.multiple[row] > 0 || incident[at] === 0) continue;
    starts.set(incident[at], [...(starts.get(incident[at]) ?? []), at]);
  }
  return {
    ...{ scale, incident, cause: known.strings('cause'), factor: causeLog.map(Math.exp) },
    isPageWorthy: Uint8Array.from(rows, (row, at) =>
      Number(isPageWorthy(set.minutes[row] - expected[at], asked[at].tier)),
    ),
    startsOf: (of) => starts.get(of) ?? [],
    observable: Float64Array.from(asked, (one, at) => chanceOfPageWorthy(outlookOf(at), one)),
    clairvoyant: Float64Array.from(asked, (one, at) => clairvoyantChance(centre[at] + causeLog[at], scale[at], one)),
  };
}
