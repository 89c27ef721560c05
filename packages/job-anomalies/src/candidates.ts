import { readFileSync } from 'node:fs';
import { compileFeatures } from '@applied-modeling/feature-store';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import type { Ingested } from './domain.ts';
import { usualFeatures } from './features.ts';
import { candidateSettings } from './settings.ts';

/**
 * What is decided about: a run at a checkpoint. The first is its start; the others are multiples of its expected minutes, at which
 * it still runs. At completion it is too late.
 *
 * The event stream tells of a checkpoint a second later, and then it is decided. What a run is expected to take is known when it
 * begins (`expected.sql`), so checkpoints are known ahead. Nothing here looks at how long a run took but to leave out checkpoints
 * it did not reach: whoever decides sees a run that is running.
 */
export interface Candidates {
  /** A sub-select, one row per run and checkpoint. */
  readonly relation: string;
}

/**
 * Lays down the temporary tables that features and labels read (`runs`, `starts`, `checkpoints`) and names the candidates that
 * start on these days of the history.
 *
 * Early checkpoints are many and alike. On days where nothing is evaluated only some runs keep theirs, with a weight that
 * stands for the others.
 */
export async function candidates(
  { lake, calendar }: Pick<Ingested, 'lake' | 'calendar'>,
  days: readonly number[],
): Promise<Candidates> {
  await lake.run(`CREATE OR REPLACE TEMP TABLE runs AS ${RUNS_SQL}`);
  await addExpected(lake, calendar.epoch + calendar.final.train.first * MS_PER_DAY);
  await lake.run(`CREATE OR REPLACE TEMP TABLE checkpoints AS ${checkpointsSql()}`);
  await lake.run(
    `CREATE OR REPLACE TEMP TABLE starts AS
     SELECT *, started_at + INTERVAL 1 SECOND AS available_at FROM (SELECT * EXCLUDE (available_at) FROM runs)`,
  );
  const whole = calendar.final.test;
  const { keepOneIn, thinBelow } = candidateSettings;
  const day = `(epoch_ms(started_at) - ${calendar.epoch}) // ${MS_PER_DAY}`;
  return {
    relation: `(
      SELECT
        job_id,
        compute_id,
        run_id,
        hour_of_week,
        owner_team,
        multiple AS at_multiple,
        ${day} AS day,
        epoch_ms(started_at)::DOUBLE AS started_ms,
        CASE WHEN multiple >= ${thinBelow} OR ${day} BETWEEN ${whole.first} AND ${whole.last} THEN 1 ELSE ${keepOneIn} END AS weight,
        passed_at + INTERVAL 1 SECOND AS decided_at
      FROM checkpoints
        JOIN (SELECT run_id, hour_of_week, started_at FROM runs) USING (run_id)
        LEFT JOIN (SELECT job_id, owner_team FROM jobs) USING (job_id)
      WHERE ${day} IN (${days.join(', ')})
        AND (weight = 1 OR run_id % 1000003 * 40503 % 65536 % ${keepOneIn} = 0))`,
  };
}

/** A first reading of the past, of the runs alone: what a run is expected to take, and how much slower it was. */
async function addExpected(lake: Ingested['lake'], firstDecisionMs: number): Promise<void> {
  const { tables, result } = compileFeatures(usualFeatures, {
    spine: { relation: '(SELECT job_id, run_id, started_at AS decided_at FROM runs)', keys: ['job_id', 'run_id'] },
    relation: ({ name }) => name,
  });
  for (const { name, sql } of tables) await lake.run(`CREATE OR REPLACE TEMP TABLE ${name} AS ${sql}`);
  await lake.run(`CREATE OR REPLACE TEMP TABLE usual AS ${result}`);
  await lake.run(
    `CREATE OR REPLACE TEMP TABLE runs AS ${EXPECTED_SQL.replaceAll(':first_decision_ms', String(firstDecisionMs))}`,
  );
  for (const { name } of tables) await lake.run(`DROP TABLE IF EXISTS temp.${name}`);
}

function checkpointsSql(): string {
  const multiples = candidateSettings.multiples.map((multiple) => `(${multiple}::DOUBLE)`).join(', ');
  return `
    SELECT
      run_id,
      job_id,
      compute_id,
      multiple,
      started_at + to_microseconds((multiple * exp(expected_log_minutes) * 60e6)::BIGINT) AS passed_at,
      passed_at + INTERVAL 1 SECOND AS available_at
    FROM runs, (VALUES ${multiples}) AS multiples(multiple)
    WHERE expected_log_minutes IS NOT NULL AND passed_at + INTERVAL 1 SECOND < ended_at`;
}

const EXPECTED_SQL = readFileSync(new URL('./expected.sql', import.meta.url), 'utf8');
const RUNS_SQL = readFileSync(new URL('./runs.sql', import.meta.url), 'utf8');
