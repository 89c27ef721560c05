import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lake, openLake, type TableContract, tableContract } from '@applied-modeling/lakehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildTrainingSet,
  compileFeatures,
  count,
  describeFeatures,
  type EventAggregate,
  equals,
  eventView,
  featureColumn,
  featureSet,
  featureWords,
  fingerprintFeatures,
  hoursSinceLast,
  lastValue,
  max,
  meanPerRow,
  median,
  quantile,
  sum,
} from '../src/index.ts';
import { loads, restatedRuns, runs } from './event-world.ts';
import { DECISIONS_SQL, jobFeatures } from './job-runs.ts';
import type { Row } from './reference/brute-force-join.ts';
import { relationSql, rowsAsSql } from './rows-as-sql.ts';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake(mkdtempSync(join(tmpdir(), 'feature-store-')), { threads: 1 });
});
afterAll(() => lake.close());

const viewOf = (features: Readonly<Record<string, EventAggregate>>, source: TableContract = runs) =>
  eventView({ name: 'job', source, entity: 'job_id', freshnessHours: 1, features });

/** A run of the job 'etl' that costs 10 and becomes known at noon, unless said otherwise. */
const run = (row: Row): Row => ({
  ...{
    job_id: 'etl',
    owner: 'ann',
    run_id: 1,
    attempt: 1,
    ended_at: at('11:00'),
    state: 'ok',
    cost: 10,
    spilled: null,
  },
  ...{ load: null, is_repair: false, available_at: at('12:00') },
  ...row,
});

function at(time: string): string {
  return `2025-03-01T${time}:00.000Z`;
}

/** What decisions about 'etl' at these times read. */
async function read(
  feature: EventAggregate,
  rows: readonly Row[],
  times: readonly string[],
  source: TableContract = runs,
): Promise<number[]> {
  const decisions = times.map((time) => ({ job_id: 'etl', decided_at: at(time) }));
  const compiled = compileFeatures(featureSet({ views: [viewOf({ feature }, source)] }), {
    spine: { relation: relationSql({ job_id: 'VARCHAR', decided_at: 'TIMESTAMPTZ' }, decisions), keys: ['job_id'] },
    relation: () => rowsAsSql(source, rows),
  });
  return [...featureColumn(await buildTrainingSet(lake, compiled), 'feature')];
}

describe('what a decision sees', () => {
  test('a row counts from the instant it becomes known, however long ago its event was', async () => {
    expect(await read(count({ days: 1 }), [run({})], ['11:59', '12:00', '13:00'])).toEqual([0, 1, 1]);
  });

  test('a window of an hour is open at its start: a row is an hour old for no decision', async () => {
    expect(await read(count({ hours: 1 }), [run({})], ['12:00', '12:59', '13:00'])).toEqual([1, 1, 0]);
  });

  test('the last rows are the last by when they became known; at one instant, by event time and then key', async () => {
    const rows = [
      run({ run_id: 1, cost: 1, available_at: at('12:30'), ended_at: at('09:00') }),
      run({ run_id: 2, cost: 2, ended_at: at('11:30') }),
      run({ run_id: 3, cost: 3 }),
      run({ run_id: 4, cost: 4 }),
    ];
    expect(await read(lastValue('cost'), rows, ['12:00', '12:30'])).toEqual([2, 1]);
    expect(await read(sum('cost', { rows: 2 }), rows, ['12:00', '12:30'])).toEqual([2 + 4, 1 + 2]);
  });

  test('a condition picks rows before they are counted off', async () => {
    const rows = [
      run({ run_id: 1, state: 'failed', cost: 1 }),
      run({ run_id: 2, cost: 2, available_at: at('12:10') }),
      run({ run_id: 3, cost: 4, available_at: at('12:20') }),
    ];
    expect(await read(sum('cost', { rows: 2 }), rows, ['13:00'])).toEqual([6]);
    expect(await read(sum('cost', { rows: 2, where: equals('state', 'failed') }), rows, ['13:00'])).toEqual([1]);
  });

  test('no history is missing, and a count of 0; a row without a value is counted and not averaged', async () => {
    const rows = [run({ run_id: 1 }), run({ run_id: 2, cost: null })];
    expect(await read(count({ rows: 5 }), rows, ['11:00', '12:00'])).toEqual([0, 2]);
    expect(await read(sum('cost', { hours: 5 }), rows, ['11:00', '12:00'])).toEqual([Number.NaN, 10]);
    expect(await read(meanPerRow('cost', { rows: 2 }), rows, ['11:00', '12:00'])).toEqual([Number.NaN, 10]);
    expect(await read(max('load', { days: 1 }), rows, ['12:00'])).toEqual([Number.NaN]);
    expect(await read(lastValue('cost'), rows, ['12:00'])).toEqual([Number.NaN]);
  });

  test('time since counts from the newest event of the window, with its fraction', async () => {
    const rows = [run({ run_id: 1 }), run({ run_id: 2, ended_at: at('10:00'), available_at: at('12:30') })];
    expect(await read(hoursSinceLast({ hours: 24 }), rows, ['13:30'])).toEqual([2.5]);
    expect(await read(hoursSinceLast({ rows: 1 }), rows, ['13:30'])).toEqual([3.5]);
  });

  test('quantiles lie between values: type 7, as numpy.quantile([1, 2, 4, 10], [0.5, 0.9]) is [3, 8.2]', async () => {
    const rows = [1, 2, 4, 10].map((cost, run_id) => run({ run_id, cost }));
    expect(await read(median('cost', { rows: 4 }), rows, ['12:00'])).toEqual([3]);
    expect(await read(quantile('cost', 0.9, { hours: 1 }), rows, ['12:00'])).toEqual([Math.fround(8.2)]);
  });
});

describe('a table that keeps versions', () => {
  const versions = [
    run({ run_id: 1, cost: 1, available_at: at('12:00') }),
    run({ run_id: 2, cost: 20, available_at: at('12:10') }),
    run({ run_id: 1, cost: 300, available_at: at('12:20') }),
  ];

  test('a correction counts from its own available_at on, and what it corrects until then', async () => {
    const times = ['12:00', '12:10', '12:19', '12:20'];
    expect(await read(sum('cost', { days: 1 }), versions, times, restatedRuns)).toEqual([1, 21, 21, 320]);
    expect(await read(sum('cost', { rows: 9 }), versions, times, restatedRuns)).toEqual([1, 21, 21, 320]);
  });

  test('a correction is news: it is the last row, and leaves no gap where the row was', async () => {
    expect(await read(lastValue('cost'), versions, ['12:19', '12:20'], restatedRuns)).toEqual([20, 300]);
    const twice = [...versions, run({ run_id: 1, cost: 4000, available_at: at('12:30') })];
    expect(await read(sum('cost', { rows: 2 }), twice, ['12:20', '12:30'], restatedRuns)).toEqual([320, 4020]);
  });

  test('a correction to something else takes the row away', async () => {
    const withdrawn = [...versions, run({ run_id: 2, job_id: 'other', available_at: at('12:30') })];
    expect(await read(sum('cost', { rows: 2 }), withdrawn, ['12:29', '12:30'], restatedRuns)).toEqual([320, 300]);
    const mended = [run({ run_id: 1, state: 'failed' }), run({ run_id: 1, available_at: at('12:30') })];
    const failures = count({ rows: 3, where: equals('state', 'failed') });
    expect(await read(failures, mended, ['12:29', '12:30'], restatedRuns)).toEqual([1, 0]);
  });
});

describe('definitions', () => {
  test.each<[string, EventAggregate, RegExp]>([
    ['a column the source lacks', sum('csot', { rows: 7 }), /no column csot/],
    ['a condition on a column the source lacks', count({ rows: 7, where: equals('kind', 'a') }), /no column kind/],
    ['a mean of doubles', meanPerRow('load', { rows: 7 }), /feature sums load, a DOUBLE, .* store it as decimal/],
    ['a greatest flag', max('is_repair', { rows: 7 }), /aggregates is_repair, a BOOLEAN; expected a number/],
    ['half a row', count({ rows: 0.5 }), /looks back over 0.5; expected rows, hours or days, > 0/],
    ['no hours', count({ hours: 0 }), /looks back over 0; expected rows, hours or days, > 0/],
    ['two windows', { op: 'count', hours: 1, rows: 2 }, /looks back over 2 and 1; expected rows, hours or days/],
    ['no window', { op: 'count' }, /looks back over nothing/],
    ['a quantile in per cent', quantile('cost', 90, { rows: 7 }), /asks for the quantile 90; expected 0 to 1/],
  ])('%s is refused when the view is defined', (_, feature, reason) => {
    expect(() => viewOf({ feature })).toThrow(reason);
  });

  test('a feature that bears the name of a column of the script is refused', () => {
    expect(() => viewOf({ known_us: count({ rows: 1 }) })).toThrow(/known_us is a column of the compiled script/);
  });

  test('the source needs an availability clock, an event clock only where events are counted from', () => {
    const unclocked = tableContract({
      ...{ name: 'plain', grain: 'one row per run', columns: { job_id: runs.row.shape.job_id }, key: ['job_id'] },
      history: 'static',
    });
    expect(() => viewOf({ n: count({ rows: 1 }) }, unclocked)).toThrow(/plain has no availability clock/);
    const view = (feature: EventAggregate) => () =>
      eventView({ name: 'load', source: loads, entity: 'owner', freshnessHours: 1, features: { feature } });
    expect(view(lastValue('load'))).not.toThrow();
    expect(view(hoursSinceLast({ rows: 1 }))).toThrow(/declare clocks.eventTime in the contract of loads/);
  });

  test('every column of the entity is a key of the spine', () => {
    const features = { n: count({ rows: 1 }) };
    const view = eventView({ name: 'job', source: runs, entity: ['job_id', 'owner'], freshnessHours: 1, features });
    const spine = { relation: 'starts', keys: ['job_id'] };
    expect(() => compileFeatures(featureSet({ views: [view] }), { spine, relation: () => 'runs' })).toThrow(
      'feature view job: its entity owner is no key of the spine (job_id)',
    );
  });

  test('the fingerprint knows the window and not what is said about it', () => {
    const fingerprint = (feature: EventAggregate) => fingerprintFeatures(featureSet({ views: [viewOf({ feature })] }));
    expect(fingerprint(count({ rows: 5, about: 'a week of runs' }))).toBe(fingerprint(count({ rows: 5 })));
    expect(new Set([count({ rows: 5 }), count({ hours: 5 }), count({ days: 5 })].map(fingerprint)).size).toBe(3);
  });

  test('features describe themselves', () => {
    const lines = describeFeatures(jobFeatures).map(({ name, window, clock }) => [name, window, clock].join(' | '));
    expect(lines).toEqual([
      'mean_duration_5 | last 5 rows | available_at ≤ decided_at',
      'median_duration_30 | last 30 rows | available_at ≤ decided_at',
      'hours_since_failure | last 1 row | available_at ≤ decided_at',
      'runs_24h | last 24 hours | available_at ≤ decided_at',
      'commit_bytes | last 1 row | available_at ≤ decided_at',
    ]);
  });

  test('features have the words of their definitions, and none where it says none', () => {
    const features = { opens: count({ days: 7, about: 'times opened, 7 days' }), runs: count({ days: 7 }) };
    const view = eventView({ name: 'own', source: runs, entity: 'job_id', freshnessHours: 1, features });
    expect(featureWords(featureSet({ views: [view] }))).toEqual({ opens: 'times opened, 7 days' });
  });

  test('the script of job runs, as a reader sees it', async () => {
    const { sql } = compileFeatures(jobFeatures, {
      spine: { relation: DECISIONS_SQL('job_runs'), keys: ['job_id', 'table_id'], carry: ['run_id'] },
      relation: ({ name }) => name,
    });
    await expect(sql).toMatchFileSnapshot('golden/job-runs.sql');
  });
});
