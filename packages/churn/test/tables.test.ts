import { describe, expect, test } from 'vitest';
import * as tables from '../src/tables.ts';
import { emptyLake } from './reference/label-world.ts';

const { REQUIRED_TABLES, OPTIONAL_TABLES, crm, truth, usageDaily } = tables;
const contracts = [...REQUIRED_TABLES, ...OPTIONAL_TABLES];

describe('the table contracts', () => {
  test('ask a person for two tables and take nine more', () => {
    expect(REQUIRED_TABLES.map(({ name }) => name)).toEqual(['accounts', 'usage_daily']);
    expect(OPTIONAL_TABLES.length).toBe(9);
  });

  test('never ask for the CRM, which has no past, nor for the truth, which nobody has', () => {
    const names = contracts.map(({ name }) => name);
    expect(names).not.toContain(crm.name);
    expect(names).not.toContain(truth.name);
    expect(crm.history).toBe('scd1');
  });

  test('put two clocks on every row of every table but the published calendar', () => {
    const withoutClocks = contracts.filter(({ clocks }) => !(clocks.eventTime && clocks.availableAt));
    expect(withoutClocks.map(({ name }) => name)).toEqual(['calendar']);
  });

  test('say what one row is, and have keys and clocks among their columns', () => {
    for (const { name, grain, key, clocks, columns } of [...contracts, crm, truth]) {
      const names = columns.map((column) => column.name);
      expect(grain, name).toMatch(/^one row per /);
      expect(names, name).toEqual(expect.arrayContaining([...key, ...Object.values(clocks)]));
    }
  });

  test('let a retraction be negative, and refuse a record type nobody knows', async () => {
    const { lake, close } = await emptyLake();
    const committedAt = new Date(0);
    const row = (type: string, dbu: number) =>
      `SELECT 'a' AS account_id, 'JOBS' AS sku, ${dbu}::DECIMAL(18, 3) AS dbu, '${type}' AS record_type,
        DATE '2025-03-01' AS usage_date, TIMESTAMPTZ '2025-03-02 06:00:00+00' AS available_at`;
    await lake.create(usageDaily, { committedAt });
    await lake.append(usageDaily, { sql: row('RETRACTION', -1.5) }, { committedAt });
    await expect(lake.append(usageDaily, { sql: row('REFUND', 1.5) }, { committedAt })).rejects.toThrow('record_type');
    close();
  });
});
