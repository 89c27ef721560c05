import { expect, test } from 'vitest';
import { type Lake, readSideCar } from '../src/index.ts';
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

test('asks about some rows, each in its place, and leaves the side-car closed', async () => {
  const lake = await temporaryLake();
  await lake.create(scores, { committedAt: march(1) });
  const columns = { account_id: ['a', 'b'], score: Float64Array.of(1, 2), grp: ['g', 'g'] };
  await lake.append(scores, { columns: [columns] }, { committedAt: march(1) });
  const { answer, opened } = await ask(lake.dir);
  expect(answer).toEqual([2, Number.NaN]);
  await expect(opened[0].query('SELECT 1 AS one')).rejects.toThrow();
});

test('knows nothing where there is no side-car', async () => {
  expect(await ask(null)).toEqual({ answer: null, opened: [] });
});
