import { expect, test } from 'vitest';
import { matchIds } from '../src/index.ts';
import { crmAccounts, march, temporaryLake, usageDaily, usageRows } from './fixture.ts';

const committedAt = march(31);

async function match(accounts: readonly string[]) {
  const lake = await temporaryLake();
  await lake.create(usageDaily, { committedAt });
  await lake.append(usageDaily, usageRows(['a', 1, 1, 2], ['b', 1, 1, 2], ['b', 2, 1, 3]), { committedAt });
  await lake.create(crmAccounts, { committedAt });
  await lake.overwrite(crmAccounts, { columns: [{ account_id: accounts, owner: accounts }] }, { committedAt });
  return matchIds(lake, { facts: usageDaily, entities: crmAccounts, id: 'account_id' });
}

test('ids that all match say nothing, some that do not are noted, and none that does is a problem', async () => {
  expect(await match(['a', 'b', 'c'])).toEqual({ notes: [], problems: [] });
  expect(await match(['a'])).toEqual({
    notes: ['usage_daily: 1 of its 2 account ids are not in crm_accounts; their rows were not used'],
    problems: [],
  });
  expect(await match(['z'])).toEqual({
    notes: [],
    problems: ['usage_daily: 2 of its 2 account ids are not in crm_accounts; use the same ids in both'],
  });
});
