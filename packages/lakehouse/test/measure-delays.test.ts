import { expect, test } from 'vitest';
import { z } from 'zod';
import { measureDelays, tableContract, timestamp } from '../src/index.ts';
import { march, scores, temporaryLake, type UsageRow, usageDaily, usageRows } from './fixture.ts';

const committedAt = march(31);

const plans = tableContract({
  name: 'plans',
  grain: 'one row per plan',
  columns: { plan: z.string(), available_at: timestamp() },
  key: ['plan'],
  clocks: { availableAt: 'available_at' },
  history: 'bitemporal',
});

async function measure(usage: readonly UsageRow[], planDays: readonly number[] = [1]) {
  const lake = await temporaryLake();
  for (const contract of [usageDaily, plans]) await lake.create(contract, { committedAt });
  await lake.append(usageDaily, usageRows(...usage), { committedAt });
  const available_at = Float64Array.from(planDays, (day) => march(day).getTime());
  await lake.append(plans, { columns: [{ plan: planDays.map((_, i) => `p${i}`), available_at }] }, { committedAt });
  return measureDelays(lake, [usageDaily, plans, scores], march(31));
}

/** `late` rows of `all`, known 29 days after their day and the others on the next. */
const delayed = (late: number, all: number) =>
  Array.from({ length: all }, (_, i): UsageRow => [`a${i}`, 1, 1, i < late ? 30 : 2]);

test('rows that are known within days say nothing', async () => {
  expect(await measure(delayed(0, 4))).toEqual({ notes: [], problems: [] });
});

test('a quarter that comes a month late is noted, more is a problem of available_at', async () => {
  const late = (rows: number) =>
    `usage_daily: available_at of ${rows} of its 4 rows is more than 28 days after usage_date, the last 2025-03-30`;
  expect(await measure(delayed(1, 4))).toEqual({
    notes: [`${late(1)}; until then nobody is taken to have known these rows`],
    problems: [],
  });
  expect(await measure(delayed(2, 4))).toEqual({
    notes: [],
    problems: [`${late(2)}; it must say when a row could first be known, not when it was loaded`],
  });
});

test('rows known after the end are not used, which is said; they may not be many', async () => {
  const unused = 'rows that became known after 2025-03-31 00:00, where the history ends, were not used';
  expect((await measure([['a', 30, 1, 31]])).notes).toEqual([`${unused}: 1 of usage_daily (the last 2025-03-31)`]);
  expect(await measure(delayed(0, 1), [1, 2, 3, 40])).toEqual({
    notes: [`${unused}: 1 of plans (the last 2025-04-09)`],
    problems: [],
  });
  expect((await measure(delayed(0, 1), [40, 41])).problems).toEqual([
    'plans: available_at of 2 of its 2 rows is after 2025-03-31, where the history ends, the last 2025-04-10; it must say when a row could first be known, not when it was loaded',
  ]);
});
