import type { ScannedTable } from '@applied-modeling/sql-text';
import { describe, expect, it } from 'vitest';
import { logReadGigabytes, mainTable } from '../../src/training-set/query-columns.ts';
import { type KnownTable, scanOf } from '../../src/training-set/scanned-tables.ts';

const DAY = 86_400_000;
/** The tenth day since 1970; the last commit was an hour before. */
const submittedMs = 10 * DAY + 3_600_000;
const orders: KnownTable = {
  partitionColumn: 'order_date',
  bytes: 100e9,
  files: 1000,
  partitionDays: 10,
  columnCount: 20,
  analyzedBytes: 40e9,
  hoursSinceAnalyze: 48,
  hoursSinceCommit: 1,
};
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
    const piece = { ...orders, partitionColumn: null, partitionDays: Number.NaN };
    const scan = scanOf(read({ order_date: { from: 6, to: 8 } }), piece, submittedMs);
    expect(scan).toMatchObject({ scanned: 100e9, days: Number.NaN, isUnpruned: false });
  });

  it('says nothing of a table nobody knows', () => {
    const unknown = { ...orders, bytes: Number.NaN, partitionDays: Number.NaN, partitionColumn: null };
    const scan = scanOf(read({}), unknown, submittedMs);
    expect(scan.scanned).toBeNaN();
    expect(logReadGigabytes([scan])).toBeNaN();
    expect(mainTable([scan])).toBe('sales.orders');
  });
});
