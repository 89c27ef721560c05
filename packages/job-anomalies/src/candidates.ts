import { refuseIfAny } from '@applied-modeling/command';
import { compileFeatures, equals, eventView, featureSet, median } from '@applied-modeling/feature-store';
import { madeTable, readSql } from '@applied-modeling/lakehouse';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import type { Ingested } from './domain.ts';
import { robustRule } from './incumbent.ts';
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

/** Runs that have ended: known when their last slice has landed. `slowness` is log minutes above what was expected of them. */
export const runs = madeTable({
  ...{ name: 'runs', grain: 'one row per run that has ended', key: ['run_id'], eventTime: 'ended_at' },
  columns: `run_id BIGINT, job_id VARCHAR, compute_id VARCHAR, log_minutes DOUBLE, log_gb DOUBLE, log_workers DOUBLE,
    slowness DOUBLE, has_succeeded BOOLEAN, closes_books BOOLEAN, hour_of_week INTEGER, ended_at TIMESTAMPTZ`,
});

/** Runs that have started: the event stream tells within seconds. `expected_for_bytes` is a part of what is expected of them. */
export const starts = madeTable({
  ...{ name: 'starts', grain: 'one row per run that has started', key: ['run_id'], eventTime: 'started_at' },
  columns: `run_id BIGINT, log_workers DOUBLE, expected_log_minutes DOUBLE, expected_for_bytes DOUBLE,
    expected_for_workers DOUBLE, attempt INTEGER, is_backfill BOOLEAN, closes_books BOOLEAN, hour_of_week INTEGER,
    started_at TIMESTAMPTZ`,
});

/** Known at once: a run that still runs tells so. */
export const checkpoints = madeTable({
  ...{
    name: 'checkpoints',
    grain: 'one row per run per multiple of its expected minutes that it outlasts',
    key: ['run_id', 'multiple'],
    eventTime: 'passed_at',
  },
  columns: 'run_id BIGINT, compute_id VARCHAR, multiple DOUBLE, passed_at TIMESTAMPTZ',
});

export const succeeded = equals('has_succeeded', true);
export const recent = { rows: robustRule.runs, where: succeeded };

/** The usual minutes of a job when a run of it starts: what its checkpoints are multiples of. */
const usualFeatures = featureSet({
  views: [
    eventView({
      ...{ name: 'usual', source: runs, entity: 'job_id', freshnessHours: 2 },
      features: {
        usual_log_minutes: median('log_minutes', recent),
        usual_log_gb: median('log_gb', recent),
        usual_log_workers: median('log_workers', recent),
      },
    }),
  ],
});

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
  settings: CandidateSettings = candidateSettings,
): Promise<Candidates> {
  const { multiples, keepOneIn, thinBelow } = settings;
  refuseIfAny('settings.ts: runs cannot be looked at so', settingProblems(settings));
  await lake.run(`CREATE OR REPLACE TEMP TABLE runs AS ${sql('runs')}`);
  await addExpected(lake, calendar.epoch + calendar.final.train.first * MS_PER_DAY);
  await lake.run(
    `CREATE OR REPLACE TEMP TABLE checkpoints AS ${sql('checkpoints', { multiples: multiples.join(', ') })}`,
  );
  await lake.run(
    `CREATE OR REPLACE TEMP TABLE starts AS
     SELECT *, started_at + INTERVAL 1 SECOND AS available_at FROM (SELECT * EXCLUDE (available_at) FROM runs)`,
  );
  const chosen = sql('candidates', {
    ...{ epoch: calendar.epoch, ms_per_day: MS_PER_DAY, days: days.join(', ') },
    ...{ first_whole: calendar.final.test.first, last_whole: calendar.final.test.last },
    ...{ thin_below: thinBelow, keep_one_in: keepOneIn },
  });
  return { relation: `(${chosen})` };
}

type CandidateSettings = Readonly<Record<'keepOneIn' | 'thinBelow' | 'lateAt', number>> & {
  readonly multiples: readonly number[];
};

function settingProblems({ multiples, lateAt, keepOneIn }: CandidateSettings): string[] {
  const ascends = multiples.every((multiple, at) => at === 0 || multiple > multiples[at - 1]);
  const told = `multiples: found ${multiples.join(', ')}, expected`;
  const rules = [
    [multiples[0] === 0, `${told} 0 first; what a run should take is learnt from runs as they start`],
    [ascends, `${told} each above the one before`],
    [multiples.includes(lateAt), `${told} lateAt, ${lateAt}, among them; or count as late from another`],
    [
      Number.isInteger(keepOneIn) && keepOneIn >= 1,
      `keepOneIn: found ${keepOneIn}, expected a whole number; 1 keeps all`,
    ],
  ] as const;
  return rules.flatMap(([holds, words]) => (holds ? [] : words));
}

/** A first reading of the past, of the runs alone: what a run is expected to take, and how much slower it was. */
async function addExpected(lake: Ingested['lake'], firstDecisionMs: number): Promise<void> {
  const { tables, result } = compileFeatures(usualFeatures, {
    spine: { relation: '(SELECT job_id, run_id, started_at AS decided_at FROM runs)', keys: ['job_id', 'run_id'] },
    relation: ({ name }) => name,
  });
  for (const { name, sql } of tables) await lake.run(`CREATE OR REPLACE TEMP TABLE ${name} AS ${sql}`);
  await lake.run(`CREATE OR REPLACE TEMP TABLE usual AS ${result}`);
  const expected = sql('expected', { first_decision_ms: firstDecisionMs });
  await lake.run(`CREATE OR REPLACE TEMP TABLE runs AS ${expected}`);
  for (const { name } of tables) await lake.run(`DROP TABLE IF EXISTS temp.${name}`);
}

function sql(name: string, values?: Readonly<Record<string, string | number>>): string {
  return readSql(new URL(`./${name}.sql`, import.meta.url), values);
}
