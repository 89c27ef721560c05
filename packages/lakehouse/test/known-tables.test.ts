import { describe, expect, test } from 'vitest';
import { openAndRead, readKnownTables } from '../src/index.ts';
import { crmAccounts, march, scores, temporaryDir, temporaryLake, usageDaily, usageRows } from './fixture.ts';

const CONTRACTS = [usageDaily, scores];
const committedAt = march(31);

async function lakeWithUsage() {
  const lake = await temporaryLake();
  await lake.create(usageDaily, { committedAt });
  await lake.append(usageDaily, usageRows(['a', 1, 1, 2], ['a', 2, 5, 4]), { committedAt });
  await lake.append(usageDaily, usageRows(['b', 3, 2, 9]), { committedAt });
  return lake;
}

describe('known tables', () => {
  test('are views of what each table said at the moment, counted, with the version they were read at', async () => {
    const lake = await lakeWithUsage();
    const known = await readKnownTables(lake, CONTRACTS, { now: march(5) });
    expect(known.relation(usageDaily)).toBe('"usage_daily"');
    expect([known.rows, known.versions]).toEqual([{ usage_daily: 2 }, { usage_daily: 2 }]);
    expect((await lake.query('SELECT dbu FROM usage_daily ORDER BY dbu')).numbers('dbu')).toEqual(
      Float64Array.of(1, 5),
    );
  });

  test('are empty views of the right types where nobody brought the table', async () => {
    const lake = await lakeWithUsage();
    const known = await readKnownTables(lake, CONTRACTS, { now: march(5) });
    expect(known.relation(scores)).toBeUndefined();
    const found = await lake.query('SELECT count(*) AS n, sum(score) AS total FROM scores');
    expect([found.numbers('n')[0], found.isNull('total', 0)]).toEqual([0, true]);
  });

  test('of a table overwritten in place are what it says today: it has no past to be read', async () => {
    const lake = await lakeWithUsage();
    await lake.create(crmAccounts, { committedAt });
    for (const owner of ['Ann', 'Ben'])
      await lake.overwrite(crmAccounts, { sql: `SELECT 'a' AS account_id, '${owner}' AS owner` }, { committedAt });
    const known = await readKnownTables(lake, [crmAccounts], { now: march(1) });
    expect(known.rows).toEqual({ crm_accounts: 1 });
    expect((await lake.query('SELECT owner FROM crm_accounts')).strings('owner')).toEqual(['Ben']);
  });

  test('may have a stand-in, which is counted and fingerprinted and has no version', async () => {
    const lake = await lakeWithUsage();
    const standIns = { scores: "(SELECT 'a' AS account_id, 0.5::DOUBLE AS score, NULL::VARCHAR AS grp)" };
    const [bare, known] = [
      await readKnownTables(lake, CONTRACTS, { now: march(5) }),
      await readKnownTables(lake, CONTRACTS, { now: march(5), standIns }),
    ];
    expect(known.relation(scores)).toBe('"scores"');
    expect([known.rows, known.versions]).toEqual([{ usage_daily: 2, scores: 1 }, { usage_daily: 2 }]);
    expect(known.fingerprint).not.toBe(bare.fingerprint);
  });

  test('have the fingerprint of what was known, whatever was committed since', async () => {
    const [one, two] = [await lakeWithUsage(), await lakeWithUsage()];
    await two.append(usageDaily, usageRows(['c', 4, 2, 20]), { committedAt });
    const at = (lake: typeof one, day: number) => readKnownTables(lake, CONTRACTS, { now: march(day) });
    expect((await at(one, 5)).fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect((await at(two, 5)).fingerprint).toBe((await at(one, 5)).fingerprint);
    expect((await at(two, 25)).fingerprint).not.toBe((await at(one, 25)).fingerprint);
  });
});

test('a lake that was opened to be read stays open, and is closed where reading fails', async () => {
  const dir = temporaryDir();
  const lake = await openAndRead(dir, { threads: 1 }, async (opened) => opened);
  expect((await lake.query('SELECT 1 AS one')).numbers('one')[0]).toBe(1);
  lake.close();
  let leaked: typeof lake | undefined;
  const failing = openAndRead(dir, { threads: 1 }, async (opened) => {
    leaked = opened;
    throw new Error('no such table');
  });
  await expect(failing).rejects.toThrow('no such table');
  await expect(leaked!.query('SELECT 1 AS one')).rejects.toThrow();
});
