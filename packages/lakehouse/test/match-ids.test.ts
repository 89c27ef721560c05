import { expect, test } from 'vitest';
import { z } from 'zod';
import { matchIds, tableContract } from '../src/index.ts';
import { crmAccounts, march, scores, temporaryLake, type UsageRow, usageDaily, usageRows } from './fixture.ts';

const committedAt = march(31);

const events = tableContract({
  name: 'events',
  grain: 'one row per event',
  columns: { event_id: z.string(), successor_account_id: z.string().nullable() },
  key: ['event_id'],
  history: 'static',
});

/** Usage of so many accounts a0, a1, …, two rows of the last, and an event that names `successor`; `known` are in the table. */
async function match(used: number, known: readonly string[], successor: string | null = null) {
  const lake = await temporaryLake();
  const ids = Array.from({ length: used }, (_, i) => `a${i}`);
  const rows = [...ids.map((id): UsageRow => [id, 1, 1, 2]), [`a${used - 1}`, 2, 1, 3] as UsageRow];
  for (const contract of [usageDaily, crmAccounts, events]) await lake.create(contract, { committedAt });
  await lake.append(usageDaily, usageRows(...rows), { committedAt });
  await lake.overwrite(crmAccounts, { columns: [{ account_id: known, owner: known }] }, { committedAt });
  await lake.append(events, { columns: [{ event_id: ['e'], successor_account_id: [successor] }] }, { committedAt });
  return matchIds(lake, {
    entities: crmAccounts,
    facts: usageDaily,
    tables: [crmAccounts, usageDaily, events, scores],
  });
}

test('ids that all match say nothing', async () => {
  expect(await match(2, ['a0', 'a1'], 'a0')).toEqual({ notes: [], problems: [] });
});

test('a quarter of them without a match is noted, on either side; more is a problem', async () => {
  expect(await match(4, ['a0', 'a1', 'a2', 'b'])).toEqual({
    notes: [
      'usage_daily: 1 of its 4 account ids (2 rows) are not in crm_accounts; they match nothing and were not used',
      'crm_accounts: 1 of its 4 account ids have no row in usage_daily',
    ],
    problems: [],
  });
  expect((await match(2, ['a0'])).problems).toEqual([
    'usage_daily: 1 of its 2 account ids (2 rows) are not in crm_accounts; use the same ids in both',
  ]);
  expect((await match(1, ['a0', 'b', 'c'])).problems).toEqual([
    'crm_accounts: 2 of its 3 account ids have no row in usage_daily; add these rows, or leave the ids out',
  ]);
});

test('other columns of such ids are noted', async () => {
  expect((await match(1, ['a0'], 'z')).notes).toEqual([
    'events: 1 of its 1 successor account ids (1 row) are not in crm_accounts; they match nothing and were not used',
  ]);
});
