import { Refusal } from '@applied-modeling/command';
import { compileFeatures } from '@applied-modeling/feature-store';
import { readSql } from '@applied-modeling/lakehouse';
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

type CandidateSettings = Readonly<Record<'keepOneIn' | 'thinBelow' | 'lateAt', number>> & {
  readonly multiples: readonly number[];
};

function settingProblems({ multiples, lateAt, keepOneIn }: CandidateSettings): string[] {
  const told = `found ${multiples.join(', ')}, expected`;
  const ascends = multiples.every((multiple, at) => at === 0 || multiple > multiples[at - 1]);
  return [
    ...(multiples[0] === 0
      ? []
      : [`multiples: ${told} 0 first; what a run should take is learnt from runs as they start`]),
    ...(ascends ? [] : [`multiples: ${told} each above the one before`]),
    ...(multiples.includes(lateAt)
      ? []
      : [`multiples: ${told} lateAt, ${lateAt}, among them; or count as late from another`]),
    ...(Number.isInteger(keepOneIn) && keepOneIn >= 1
      ? []
      : [`keepOneIn: found ${keepOneIn}, expected a whole number; 1 keeps all`]),
  ];
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
  settings: CandidateSettings = candidateSettings,
): Promise<Candidates> {
  const { multiples, keepOneIn, thinBelow } = settings;
  const problems = settingProblems(settings);
  if (problems.length > 0) throw new Refusal('settings.ts: runs cannot be looked at so', problems);
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
