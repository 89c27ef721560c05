import { placesOf } from '@applied-modeling/evaluation';
import {
  CommitConflict,
  type Lake,
  type NullableColumn,
  type Snapshot,
  sqlText,
  type TableContract,
} from '@applied-modeling/lakehouse';
import type { GateVerdict } from '@applied-modeling/tracking';
import { type BatchBefore, judgeBatch } from './judge-batch.ts';
import type { Origin, ScoredBatch, ScoreRun } from './scored-batch.ts';
import { heldTable, scoresTable } from './scores-table.ts';

/** What became of a batch. */
export interface Published {
  /** `already` where a batch of the same origin is in force, whoever wrote it and however lately. */
  readonly kind: 'published' | 'already' | 'held';
  readonly decidedOn: string;
  /** Of the table of scores, or of those held back. */
  readonly tableVersion: number;
  readonly verdict: GateVerdict;
  /** The origin of what the batch replaced; null where the day had none. */
  readonly replaced: Origin | null;
  /** The newest day whose batch is in force now; null where there is none. */
  readonly inForce: string | null;
}

/**
 * Write, audit, publish: a batch is judged before anybody can read it, and one that fails is kept aside while the last good one stays
 * in force. A day is a partition that is replaced in one commit, so whoever is killed has published all of it or nothing, and can
 * run again; a second run of the same origin changes nothing. Of two at once one wins, and the other reads what that one wrote.
 */
export async function publishBatch(lake: Lake, run: ScoreRun, by: PublishedBy): Promise<Published> {
  const { origin } = by;
  const decidedOn = new Date(run.batch.decidedAt).toISOString().slice(0, 10);
  await Promise.all([scoresTable, heldTable].map((table) => lake.create(table, { committedAt: new Date(0) })));
  const seen = lake.snapshot(scoresTable.name);
  const before = await originOf(lake, decidedOn);
  const verdict = judgeBatch(run, await batchBefore(lake, decidedOn));
  const end = async (kind: Published['kind'], table: TableContract): Promise<Published> => ({
    ...{ kind, decidedOn, verdict, replaced: kind === 'published' ? before : null },
    tableVersion: lake.snapshot(table.name).version,
    inForce: await newestDay(lake),
  });
  const columns = columnsOf(run.batch, origin, decidedOn);
  if (!verdict.passed) {
    const why = verdict.checks.filter(({ passed }) => !passed).map(({ name }) => name);
    const held = { ...columns, held_because: columns.decided_on.map(() => why.join(', ')) };
    await replaceDay(lake, { table: heldTable, seen: lake.snapshot(heldTable.name), columns: held, decidedOn }, by);
    return end('held', heldTable);
  }
  if (isSame(before, origin)) return end('already', scoresTable);
  const isWritten = await replaceDay(lake, { table: scoresTable, seen, columns, decidedOn }, by);
  return isWritten ? end('published', scoresTable) : publishBatch(lake, run, by);
}

export interface PublishedBy {
  readonly origin: Origin;
  /** The writer's clock. */
  readonly committedAt: Date;
}

interface Day {
  readonly table: TableContract;
  /** The table as it was when it was decided to write. */
  readonly seen: Snapshot;
  readonly columns: ReturnType<typeof columnsOf>;
  readonly decidedOn: string;
}

/**
 * Replaces a day, unless somebody has written the table since it was seen: then false, and there is something new to look at. A
 * transaction numbered by the version that is to be made says so, whether the other commit came before this write began or during it.
 */
async function replaceDay(
  lake: Lake,
  { table, seen, columns, decidedOn }: Day,
  { committedAt }: PublishedBy,
): Promise<boolean> {
  const stage = `${table.name}_batch`;
  await lake.unstage(stage);
  await lake.stage(stage, columns);
  const typed = table.columns.map(({ name, sqlType }) => `${name}::${sqlType} AS ${name}`);
  try {
    const { kind } = await lake.replaceWhere(
      table,
      { decided_on: decidedOn },
      { sql: `SELECT ${typed.join(', ')} FROM ${stage}` },
      {
        committedAt: new Date(Math.max(committedAt.getTime(), seen.timestamp)),
        txn: { appId: 'lifecycle', version: seen.version + 1 },
      },
    );
    return kind === 'committed';
  } catch (failure) {
    if (failure instanceof CommitConflict) return false;
    throw failure;
  }
}

/** Ranks rows, equal scores by their name, so that the same batch is the same table. */
function columnsOf(batch: ScoredBatch, origin: Origin, decidedOn: string) {
  const { entityId, score, probability, quantity, expectedUsd, isChosen, reasons, decidedAt } = batch;
  const unknown = new Float64Array(entityId.length).fill(Number.NaN);
  const byName = new Int32Array(entityId.length);
  const named = [...entityId.keys()].sort((a, b) => (entityId[a] < entityId[b] ? -1 : 1));
  for (const [place, row] of named.entries()) byName[row] = place;
  const place = placesOf(
    score.map((one) => (Number.isNaN(one) ? Number.NEGATIVE_INFINITY : one)),
    (row) => byName[row],
  );
  const all = (value: string | null) => entityId.map(() => value);
  const reason = (nth: number) => reasons.map((of) => of[nth] ?? null);
  return {
    decided_on: all(decidedOn),
    decided_at: all(new Date(decidedAt).toISOString()),
    entity_id: entityId,
    rank: Int32Array.from(place, (at) => at + 1),
    score,
    probability: knownOnly(probability),
    quantity: knownOnly(quantity ?? unknown),
    expected_usd: knownOnly(expectedUsd),
    is_chosen: Int32Array.from(isChosen),
    ...{ reason_1: reason(0), reason_2: reason(1), reason_3: reason(2) },
    scored_by: all(origin.scoredBy),
    model_version: all(origin.modelVersion === null ? null : String(origin.modelVersion)),
    run_id: all(origin.runId),
    feature_fingerprint: all(origin.featureFingerprint),
    data_fingerprint: all(origin.dataFingerprint),
  };
}

function knownOnly(values: Float64Array): NullableColumn {
  return {
    values: values.map((one) => (Number.isFinite(one) ? one : 0)),
    nulls: Uint8Array.from(values, (one) => Number(!Number.isFinite(one))),
  };
}

/** What the batch of a day in force was made by and of; null where there is none. */
async function originOf(lake: Lake, decidedOn: string): Promise<Origin | null> {
  const found = await lake.query(
    `SELECT * FROM ${lake.latest(scoresTable)} WHERE decided_on = ${sqlText(decidedOn)} ORDER BY rank LIMIT 1`,
  );
  if (found.rowCount === 0) return null;
  const version = found.numbers('model_version')[0];
  return {
    scoredBy: found.strings('scored_by')[0] as Origin['scoredBy'],
    modelVersion: Number.isNaN(version) ? null : version,
    runId: found.nullableStrings('run_id')[0],
    featureFingerprint: found.strings('feature_fingerprint')[0],
    dataFingerprint: found.strings('data_fingerprint')[0],
  };
}

function isSame(before: Origin | null, now: Origin): boolean {
  return before !== null && Object.entries(now).every(([key, value]) => before[key as keyof Origin] === value);
}

/** Of the same day of the week: a Sunday has a tenth of the queries of a Friday. */
async function batchBefore(lake: Lake, decidedOn: string): Promise<BatchBefore | null> {
  const found = await lake.query(`
    SELECT decided_on::VARCHAR AS decided_on, count(*) AS rows, avg(probability) AS mean
    FROM ${lake.latest(scoresTable)}
    WHERE decided_on < ${sqlText(decidedOn)} AND (${sqlText(decidedOn)}::DATE - decided_on) % 7 = 0
    GROUP BY decided_on ORDER BY decided_on DESC LIMIT 1`);
  if (found.rowCount === 0) return null;
  const mean = found.numbers('mean')[0];
  return {
    decidedOn: found.strings('decided_on')[0],
    rows: found.numbers('rows')[0],
    meanProbability: Number.isNaN(mean) ? null : mean,
  };
}

async function newestDay(lake: Lake): Promise<string | null> {
  const found = await lake.query(`SELECT max(decided_on)::VARCHAR AS newest FROM ${lake.latest(scoresTable)}`);
  return found.nullableStrings('newest')[0];
}
