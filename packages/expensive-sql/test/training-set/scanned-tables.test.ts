import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLake } from '@applied-modeling/lakehouse';
import type { ScannedTable } from '@applied-modeling/sql-text';
import { describe, expect, it, onTestFinished } from 'vitest';
import { logReadGigabytes, mainTable } from '../../src/training-set/query-columns.ts';
import { type KnownTable, scannedTables, scanOf } from '../../src/training-set/scanned-tables.ts';

const DAY = 86_400_000;
/** The tenth day since 1970; the last commit was an hour before. */
const submittedMs = 10 * DAY + 3_600_000;
const ORDERS: Readonly<Record<string, number>> = {
  ...{ bytes: 100e9, files: 1000, partition_days: 10, column_count: 20, analyzed_bytes: 40e9 },
  ...{ hours_since_analyze: 48, hours_since_commit: 1 },
};
const orders: KnownTable = { partitionColumn: 'order_date', of: (feature) => ORDERS[feature] };
const read = (ranges: ScannedTable['ranges'], columnsRead: number | null = null): ScannedTable => ({
  name: 'sales.orders',
  ranges,
  columnsRead,
});

describe('scanOf', () => {
  it('leaves the partitions a date leaves: days 1 to 10 are there, it asks for 6 to 8', () => {
    const scan = scanOf(read({ order_date: { from: 6, to: 8 } }), orders, submittedMs);
    expect(scan).toMatchObject({ scanned: 30e9, scannedByStatistics: 12e9, read: 30e9, days: 3, isUnpruned: false });
  });

  it('counts no day that is not there: neither before the first nor after the last', () => {
    const open = { from: Number.NEGATIVE_INFINITY, to: 2 };
    expect(scanOf(read({ order_date: open }), orders, submittedMs).days).toBe(2);
    expect(scanOf(read({ order_date: { from: 9, to: 400 } }), orders, submittedMs).days).toBe(2);
    expect(scanOf(read({ order_date: { from: 300, to: 400 } }), orders, submittedMs).scanned).toBe(0);
  });

  it('reads all of it without a condition on the day, or with one that leaves out nothing', () => {
    expect(scanOf(read({ amount: { from: 1, to: 1 } }), orders, submittedMs)).toMatchObject({
      ...{ scanned: 100e9, days: 10, isUnpruned: true },
    });
    const wide = { from: -400, to: 400 };
    expect(scanOf(read({ order_date: wide }), orders, submittedMs).isUnpruned).toBe(true);
  });

  it('reads the columns that are named, and no table more than once over', () => {
    expect(scanOf(read({}, 5), orders, submittedMs).read).toBe(25e9);
    expect(scanOf(read({}, 50), orders, submittedMs).read).toBe(100e9);
  });

  it('takes a table in one piece as it is', () => {
    const of = (feature: string) => (feature === 'partition_days' ? Number.NaN : ORDERS[feature]);
    const piece = { partitionColumn: null, of };
    const scan = scanOf(read({ order_date: { from: 6, to: 8 } }), piece, submittedMs);
    expect(scan).toMatchObject({ scanned: 100e9, days: Number.NaN, isUnpruned: false });
  });

  it('says nothing of a table nobody knows', () => {
    const unknown: KnownTable = { ...orders, of: () => Number.NaN };
    const scan = scanOf(read({}), unknown, submittedMs);
    expect(scan.scanned).toBeNaN();
    expect(logReadGigabytes([scan])).toBeNaN();
    expect(mainTable([scan])).toBe('sales.orders');
  });
});

it('finds the tables of a catalog that spells them in another case', async () => {
  const lake = await openLake(mkdtempSync(join(tmpdir(), 'scanned-tables-')), { threads: 1 });
  onTestFinished(() => {
    lake.close();
    rmSync(lake.dir, { recursive: true });
  });
  await lake.run(`CREATE TEMP TABLE table_snapshots AS SELECT
    'Sales.ORDERS' AS table_name, 'Order_Date' AS partition_column, 10 AS partition_days, 20 AS column_count,
    100000000000 AS bytes, 1000 AS files, 40000000000 AS analyzed_bytes, TIMESTAMPTZ '1970-01-09 01:00:00Z' AS analyzed_at,
    TIMESTAMPTZ '1970-01-11 00:00:00Z' AS committed_at, TIMESTAMPTZ '1970-01-11 00:01:00Z' AS available_at`);
  const asked = {
    queries: [{ tables: [read({ order_date: { from: 6, to: 8 } })] }],
    submittedMs: Float64Array.of(submittedMs),
  };
  const relation = ({ name }: { readonly name: string }) => name;
  const { scans } = await scannedTables({ lake, relation }, asked as never, 'as-of');
  const [scan] = scans[0];
  expect(scan).toMatchObject({ days: 3, hoursSinceAnalyze: 48 });
  // Features are float32.
  expect([scan.scanned / 30e9, scan.scannedByStatistics / 12e9]).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6)]);
});
