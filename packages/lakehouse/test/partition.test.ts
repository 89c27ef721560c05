import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { date, int, type Lake, LakeError, tableContract } from '../src/index.ts';
import { commitPath } from '../src/log.ts';
import { march, temporaryLake } from './fixture.ts';

describe('replacing a partition by a value that is spelled in its own way', async () => {
  const byDay = tableContract({
    name: 'by_day',
    grain: 'one row per day, number and flag',
    columns: { d: date(), n: int(), flag: z.boolean(), score: int() },
    key: ['score'],
    history: 'static',
    partitionBy: ['d', 'n', 'flag'],
  });
  const row = (score: number) => ({ sql: `SELECT DATE '2025-03-02' AS d, 7 AS n, true AS flag, ${score} AS score` });
  const filled = async () => {
    const lake = await temporaryLake();
    await lake.create(byDay, { committedAt: march(1) });
    await lake.append(byDay, row(1), { committedAt: march(1) });
    return lake;
  };
  const scoresOf = async (lake: Lake) => [
    ...(await lake.query(`SELECT score FROM ${lake.latest(byDay)} ORDER BY score`)).numbers('score'),
  ];

  test.each([
    { d: '2025-3-2' },
    { n: '007' },
    { n: 7 },
    { flag: 'TRUE' },
    { flag: true },
    { d: '2025-03-02', n: '7.0' },
  ])('replaces the rows of %o', async (partition) => {
    const lake = await filled();
    await lake.replaceWhere(byDay, partition, row(2), { committedAt: march(2) });
    expect(await scoresOf(lake)).toEqual([2]);
  });

  test('finds the files of an engine with a spelling of its own', async () => {
    const lake = await filled();
    const log = commitPath(lake.tableDir('by_day'), 1);
    writeFileSync(log, readFileSync(log, 'utf8').replace('"flag":"true"', '"flag":"True"'));
    await lake.replaceWhere(byDay, { flag: true }, row(2), { committedAt: march(2) });
    expect(await scoresOf(lake)).toEqual([2]);
    expect(readFileSync(commitPath(lake.tableDir('by_day'), 2), 'utf8')).toContain(`"predicate":"\\"flag\\" = 'true'"`);
  });

  test.each([{ n: 1.6 }, { n: 'seven' }, { d: '2025-03-02 garbage' }, { d: '30.2.2025' }])(
    'refuses %o, which is no value of its column',
    async (partition) => {
      const lake = await filled();
      await expect(lake.replaceWhere(byDay, partition, row(2), { committedAt: march(2) })).rejects.toBeInstanceOf(
        LakeError,
      );
      expect(await scoresOf(lake)).toEqual([1]);
      expect(
        readdirSync(lake.tableDir('by_day'), { recursive: true }).filter((name) => String(name).endsWith('.parquet')),
      ).toHaveLength(1);
    },
  );
});
