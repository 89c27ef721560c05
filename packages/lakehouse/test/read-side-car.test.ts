import { expect, test } from 'vitest';
import { type Lake, readRecords, readSideCar } from '../src/index.ts';
import { march, scores, temporaryLake } from './fixture.ts';

const asked = { account_id: ['b', 'x'], place: Int32Array.of(0, 1) };

async function ask(dir: string | null) {
  const opened: Lake[] = [];
  const answer = await readSideCar(dir, asked, async (lake) => {
    opened.push(lake);
    const known = await lake.query(
      `SELECT score FROM asked LEFT JOIN ${lake.latest(scores)} AS s USING (account_id) ORDER BY place`,
    );
    return Array.from(known.numbers('score'));
  });
  return { answer, opened };
}

async function scoresOfTwo(): Promise<string> {
  const lake = await temporaryLake();
  await lake.create(scores, { committedAt: march(1) });
  const columns = { account_id: ['a', 'b'], score: Float64Array.of(1, 2), grp: ['g', 'g'] };
  await lake.append(scores, { columns: [columns] }, { committedAt: march(1) });
  return lake.dir;
}

test('asks about some rows, each in its place, and leaves the side-car closed', async () => {
  const { answer, opened } = await ask(await scoresOfTwo());
  expect(answer).toEqual([2, Number.NaN]);
  await expect(opened[0].query('SELECT 1 AS one')).rejects.toThrow();
});

test('knows nothing where there is no side-car', async () => {
  expect(await ask(null)).toEqual({ answer: null, opened: [] });
});

test('reads the record of each thing in its place, one thing twice', async () => {
  const found = await readRecords(await scoresOfTwo(), scores, { account_id: ['b', 'a', 'b'] });
  expect(Array.from(found!.numbers('score'))).toEqual([2, 1, 2]);
  expect(await readRecords(null, scores, { account_id: ['b'] })).toBeNull();
});

test('refuses in words where a thing has no record', async () => {
  const reading = readRecords(await scoresOfTwo(), scores, { account_id: ['b', 'x'] });
  await expect(reading).rejects.toThrow('scores: found 1 records, expected 2, one of each; delete the world');
});
