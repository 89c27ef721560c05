import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fingerprintRelation, type Lake, openLake } from '@applied-modeling/lakehouse';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { plantFault } from '../../src/score/plant-fault.ts';
import { publishBatch } from '../../src/score/publish-batch.ts';
import { heldTable, scoresTable } from '../../src/score/scores-table.ts';
import { scratchFolder } from '../scratch.ts';
import { origin, toyRun } from './toy-batch.ts';

/** Of the fifth of January. */
const WEEK_BEFORE = -2;
const committedAt = new Date(Date.UTC(2026, 0, 5, 7));
const publish = (lake: Lake, run = toyRun(), of = origin) => publishBatch(lake, run, { origin: of, committedAt });
const contentOf = (lake: Lake) => fingerprintRelation(lake, lake.latest(scoresTable));

async function scoresIn(dir: string): Promise<Lake> {
  const lake = await openLake(dir, { threads: 1 });
  onTestFinished(() => lake.close());
  return lake;
}

describe('a batch', () => {
  it('is published once, and a second run of the same origin changes nothing', async () => {
    const lake = await scoresIn(scratchFolder());
    expect(await publish(lake)).toMatchObject({ kind: 'published', decidedOn: '2026-01-05', replaced: null });
    const [content, version] = [await contentOf(lake), lake.snapshot('scores').version];
    expect(await publish(lake)).toMatchObject({ kind: 'already', inForce: '2026-01-05' });
    expect([await contentOf(lake), lake.snapshot('scores').version]).toEqual([content, version]);
  });

  it('is ranked by score, with nulls where nobody knows and three reasons at most', async () => {
    const lake = await scoresIn(scratchFolder());
    const run = toyRun();
    await publish(lake, run);
    const found = await lake.query(`SELECT * FROM ${lake.latest(scoresTable)} ORDER BY rank`);
    const scores = [...found.numbers('score')];
    expect(scores).toEqual([...run.batch.score].sort((a, b) => b - a));
    expect([...found.integers('rank')]).toEqual(scores.map((_, at) => at + 1));
    const first = found.strings('entity_id').indexOf('acct-0');
    expect(found.isNull('expected_usd', first)).toBe(true);
    expect(found.nullableStrings('reason_2')[first]).toBe('low = 0');
    expect(found.nullableStrings('reason_3')[first]).toBeNull();
  });

  it('of another model takes the place of the day, and of no other day', async () => {
    const lake = await scoresIn(scratchFolder());
    await publish(lake, toyRun(4));
    await publish(lake);
    const again = await publish(lake, toyRun(), { ...origin, modelVersion: 3 });
    expect(again).toMatchObject({ kind: 'published', replaced: { modelVersion: 2 } });
    const days = await lake.query(
      `SELECT decided_on::VARCHAR AS day, count(*) AS rows, max(model_version) AS version FROM ${lake.latest(scoresTable)} GROUP BY ALL ORDER BY day`,
    );
    expect(days.strings('day')).toEqual(['2026-01-04', '2026-01-05']);
    expect([...days.numbers('rows')]).toEqual([200, 200]);
    expect([...days.numbers('version')]).toEqual([2, 3]);
  });

  it('that is poisoned is held back by name, and the last good one stays in force', async () => {
    const lake = await scoresIn(scratchFolder());
    await publish(lake, toyRun(WEEK_BEFORE));
    const content = await contentOf(lake);
    for (const fault of ['half-the-rows', 'missing-column', 'lost-calibrator', 'wrong-fingerprint'] as const) {
      const held = await publish(lake, plantFault(toyRun(), fault));
      expect(held).toMatchObject({ kind: 'held', inForce: '2025-12-29', verdict: { passed: false } });
      expect(await contentOf(lake)).toBe(content);
    }
    const aside = await lake.query(`SELECT DISTINCT held_because FROM ${lake.latest(heldTable)}`);
    expect(aside.strings('held_because')).toEqual(['feature-fingerprint']);
    expect(await publish(lake)).toMatchObject({ kind: 'published', inForce: '2026-01-05' });
    // A day that is in force is not taken out of force by a poisoned run of it.
    expect(await publish(lake, plantFault(toyRun(), 'half-the-rows'))).toMatchObject({
      kind: 'held',
      inForce: '2026-01-05',
    });
  });
});

describe('a batch is held against the same day of the week', () => {
  it('so that a Saturday of few rows passes after a Friday of many, and half a Saturday does not', async () => {
    const lake = await scoresIn(scratchFolder());
    const [friday, saturday] = [2, 3]; // of January 2026
    expect(await publish(lake, toyRun(saturday - 7, 20))).toMatchObject({ kind: 'published' });
    expect(await publish(lake, toyRun(friday, 200))).toMatchObject({ kind: 'published' });
    expect(await publish(lake, toyRun(saturday, 8))).toMatchObject({ kind: 'held', inForce: '2026-01-02' });
    expect(await publish(lake, toyRun(saturday, 19))).toMatchObject({ kind: 'published', inForce: '2026-01-03' });
  });
});

describe('two writers at once', () => {
  it('of the same batch: one wins, the other finds it there', async () => {
    const dir = scratchFolder();
    const lakes = await Promise.all([1, 2, 3, 4].map(() => scoresIn(dir)));
    const kinds = (await Promise.all(lakes.map((lake) => publish(lake)))).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'published')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'already')).toHaveLength(3);
    expect((await lakes[0].query(`SELECT count(*) AS n FROM ${lakes[0].latest(scoresTable)}`)).numbers('n')[0]).toBe(
      200,
    );
  });

  it('who looked before the other wrote does not write over it', async () => {
    const dir = scratchFolder();
    const [slow, quick] = await Promise.all([scoresIn(dir), scoresIn(dir)]);
    await publish(slow, toyRun(3));
    const stage = slow.stage.bind(slow);
    vi.spyOn(slow, 'stage').mockImplementationOnce(async (...asked) => {
      await publishBatch(quick, toyRun(), { origin, committedAt: new Date(Date.UTC(2026, 0, 6)) });
      return stage(...asked);
    });
    const found = await publish(slow);
    expect(found.kind).toBe('already');
    expect(slow.versions('scores')).toHaveLength(3);
  });

  it('of two days: both are there', async () => {
    const dir = scratchFolder();
    const lakes = await Promise.all([1, 2, 3].map(() => scoresIn(dir)));
    await Promise.all(lakes.map((lake, nth) => publish(lake, toyRun(4 + nth))));
    const days = await lakes[0].query(
      `SELECT DISTINCT decided_on::VARCHAR AS day FROM ${lakes[0].latest(scoresTable)}`,
    );
    expect(days.rowCount).toBe(3);
  });
});

it('whoever is killed at any moment has published all of it or nothing, and can run again', async () => {
  const whole = await scoresIn(scratchFolder());
  await publish(whole);
  const expected = await contentOf(whole);
  const dir = scratchFolder();
  let survived = 0;
  for (const delay of [0, 5, 10, 20, 30, 40, 60, 80]) {
    survived += Number(await killedAfter(delay, dir));
    const lake = await openLake(dir, { threads: 1 });
    const isThere = hasScores(lake);
    if (isThere) expect([await emptyContent(lake), expected]).toContain(await contentOf(lake));
    lake.close();
  }
  const lake = await scoresIn(dir);
  const { kind } = await publish(lake);
  expect(['published', 'already']).toContain(kind);
  expect(await contentOf(lake)).toBe(expected);
  expect(survived).toBeLessThan(8); // else nobody was killed in time, and this shows nothing
});

/** Whether it had ended by itself before it was killed, so many milliseconds after it began. */
async function killedAfter(milliseconds: number, dir: string): Promise<boolean> {
  const script = fileURLToPath(new URL('publish-once.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  setTimeout(() => child.kill('SIGKILL'), milliseconds);
  return (await closed) === 0;
}

function hasScores(lake: Lake): boolean {
  try {
    return lake.snapshot('scores').version >= 0;
  } catch {
    return false;
  }
}

/** Of a table that was created and not yet written. */
async function emptyContent(lake: Lake): Promise<string> {
  return fingerprintRelation(lake, lake.snapshot('scores', 0).relation);
}
