import { describe, expect, test } from 'vitest';
import { drawPopulation } from '../../src/world/population.ts';
import { SIZES, worldClock } from '../../src/world/simulate.ts';
import { secretTitleOf } from '../../src/world/words.ts';

const asked = { ...SIZES.medium, epoch: worldClock.epoch, days: 182 };
const { tenants, users, notebooks, tableName } = drawPopulation(7, asked);

describe('a population', () => {
  test('is as large as asked, and a tenth of the tenants have less than five users', () => {
    expect([tenants.length, users.length, notebooks.length]).toEqual([40, 5_000, 20_000]);
    expect(tenants.filter((tenant) => tenant.users.length < 5).length).toBe(4);
  });

  test('has a quarter of its users join within the history, and nobody own a notebook before', () => {
    const share = users.filter(({ joinedMs }) => joinedMs >= asked.epoch).length / users.length;
    expect(share).toBeCloseTo(0.25, 1);
    for (const { owner, createdMs } of notebooks) expect(createdMs).toBeGreaterThanOrEqual(users[owner].joinedMs);
    const old = notebooks.filter(({ createdMs }) => createdMs < asked.epoch).length / notebooks.length;
    expect(old).toBeCloseTo(0.6, 1);
  });

  test('gives one notebook of each tenant a title that nobody else has', () => {
    const secrets = tenants.map((_, tenant) => secretTitleOf(tenant));
    expect(new Set(secrets).size).toBe(tenants.length);
    for (const [tenant, secret] of secrets.entries())
      expect(notebooks.filter(({ title }) => title === secret).map((one) => one.tenant)).toEqual([tenant]);
  });

  test('keeps tables within a tenant, though two may call theirs the same', () => {
    const foreign = notebooks.filter(({ tenant, tables }) =>
      tables.some((one) => !tenants[tenant].tables.includes(one)),
    );
    expect(foreign).toEqual([]);
    for (const { tables } of tenants) expect(new Set(tables.map((table) => tableName[table])).size).toBe(tables.length);
    expect(new Set(tableName).size).toBeLessThan(tableName.length);
  });
});
