import { describe, expect, test } from 'vitest';
import { OPTIONAL_TABLES, REQUIRED_TABLES, usageHourly } from '../src/tables.ts';
import { TRUTH_TABLES } from '../src/world/truth-tables.ts';

const contracts = [...REQUIRED_TABLES, ...OPTIONAL_TABLES];

describe('the table contracts', () => {
  test('ask a person for two tables and take seven more', () => {
    expect(REQUIRED_TABLES.map(({ name }) => name)).toEqual(['series', 'usage_hourly']);
    expect(OPTIONAL_TABLES.length).toBe(7);
  });

  test('never ask for the truth, which nobody has', () => {
    expect(contracts.filter(({ name }) => name.startsWith('truth'))).toEqual([]);
    expect(TRUTH_TABLES.map(({ name }) => name)).toEqual(['truth_hourly', 'truth_weekly']);
  });

  test('say from when each row could be known, but for the list of series', () => {
    expect(contracts.filter(({ clocks }) => !clocks.availableAt).map(({ name }) => name)).toEqual(['series']);
  });

  test('give a second clock to what is measured or announced, and none to what is decided ahead', () => {
    const withEventTime = contracts.filter(({ clocks }) => clocks.eventTime).map(({ name }) => name);
    expect(withEventTime).toEqual(['usage_hourly', 'stockouts', 'launch_failures', 'launches']);
  });

  test('say what one row is, and have keys and clocks among their columns', () => {
    for (const { name, grain, key, clocks, columns } of [...contracts, ...TRUTH_TABLES]) {
      const names = columns.map((column) => column.name);
      expect(grain, name).toMatch(/^one row per /);
      expect(names, name).toEqual(expect.arrayContaining([...key, ...Object.values(clocks)]));
    }
  });

  test('let a correction be negative', () => {
    const nodeHours = usageHourly.columns.find(({ name }) => name === 'node_hours');
    expect(nodeHours).toMatchObject({ sqlType: 'INTEGER', nullable: false, rules: {} });
  });
});
