import { describe, expect, test } from 'vitest';
import type { Commit, Table } from '../../src/world/catalog.ts';
import { partitionShare, workOf } from '../../src/world/cost.ts';
import type { QueryTree, Source } from '../../src/world/templates.ts';

/** A table of 100 GB in 100 daily partitions up to day 19,800, and ten columns with its dates; 1,000 files. */
const commit: Commit = { ms: 0, bytes: 100e9, files: 1_000, partitionDays: 100, lastDay: 19_800, analyzed: null };
const columns = ['account_id', 'region', 'country', 'amount', 'status', 'a', 'b', 'c', 'd'];
const table: Table = { name: 'web.clicks', columns, partitionColumn: 'ds', bornOn: 0, commits: [commit] };
const small: Commit = { ...commit, bytes: 1e9, files: 100 };

const first: Source = { join: null, isDated: false, columns: [1, 2] };
// biome-ignore format: read as a paragraph
const plain: QueryTree = {
  kind: 'select', sources: [first], star: false, group: false, distinct: false, window: false, sort: false, limit: false, udf: false,
  cte: false, filters: { equality: null, like: null, list: null }, dateForm: null,
};
const literals = { dates: { fromDay: 19_791, toDay: 19_800, days: 10 }, listItems: 10, limit: 100, salt: 0 };

function secondsOf(tree: Partial<QueryTree>, commits: readonly Commit[] = [commit]): number {
  const { logCpu } = workOf({ ...plain, ...tree }, literals, [table, table], commits);
  return Math.exp(logCpu);
}

describe('the cost of a query', () => {
  test('is what it reads: two of ten columns are 20 GB at 2.5 seconds, and a hundredth a file', () => {
    expect(secondsOf({})).toBeCloseTo(0.4 + 20 * 2.5 + 1_000 * 0.01, 9);
    expect(secondsOf({ star: true })).toBeCloseTo(0.4 + 100 * 2.5 + 10, 9);
  });

  test('is that of a tenth where dates leave ten days of a hundred: the dates are a column too', () => {
    const dated = { sources: [{ ...first, isDated: true }] };
    expect(secondsOf(dated)).toBeCloseTo(0.4 + 0.1 * (30 * 2.5 + 10), 9);
    expect(partitionShare(dated.sources[0], { fromDay: 0, toDay: 19_701, days: 1 }, commit)).toBe(0.01);
    expect(
      partitionShare(dated.sources[0], { fromDay: 19_796, toDay: Number.POSITIVE_INFINITY, days: 1 }, commit),
    ).toBe(0.05);
    expect(partitionShare(dated.sources[0], { fromDay: 19_801, toDay: 19_810, days: 1 }, commit)).toBe(0);
  });

  test('hardly grows with the table under a LIMIT that nothing has to be complete for', () => {
    expect(secondsOf({ limit: true })).toBeCloseTo(0.4 + 0.01 * 60, 9);
    const filters = { ...plain.filters, equality: 1 };
    expect(secondsOf({ limit: true, filters })).toBeCloseTo(0.4 + 0.15 * 60, 9);
    expect(secondsOf({ limit: true, sort: true })).toBe(secondsOf({ sort: true }));
  });

  test('jumps where what is sorted does not fit into 3 GB', () => {
    const fits = { ...commit, bytes: 14.9e9 };
    const spills = { ...commit, bytes: 15.1e9 };
    // 20 % of 14.9 GB are 2.98: 4 seconds each; of 15.1 GB 3.02, which take 2 · 3.02 / 3 as long.
    expect(secondsOf({ window: true }, [fits]) - secondsOf({}, [fits])).toBeCloseTo(2.98 * 4, 9);
    expect(secondsOf({ window: true }, [spills]) - secondsOf({}, [spills])).toBeCloseTo(3.02 * 4 * ((2 * 3.02) / 3), 9);
  });

  test('grows with a function of somebody’s own by what the filters keep', () => {
    const filters = { equality: 1, like: null, list: 2 };
    // of 20 GB .15 by equality, and ten items of .02 each
    expect(secondsOf({ udf: true, filters }) - secondsOf({ filters })).toBeCloseTo(20 * 0.15 * 0.2 * 40, 9);
  });

  test('of a join depends on the smaller side, and of a cross join on both', () => {
    const joined = (join: Source['join']) => ({ sources: [first, { join, isDated: false, columns: [1] }] });
    // The joined columns are read: 30 of 100 GB, and 20 % of the other.
    const scan = (gb: number, files: number) => 0.4 + gb * 2.5 + files * 0.01;
    expect(secondsOf(joined('inner'), [commit, small])).toBeCloseTo(scan(30 + 0.2, 1_100) + 30 + 0.2 * 3, 9);
    expect(secondsOf(joined('inner'), [commit, commit])).toBeCloseTo(scan(30 + 20, 2_000) + 3 * (30 + 20 * 3), 9);
    expect(secondsOf(joined('cross'), [commit, small])).toBeCloseTo(scan(20 + 0.1, 1_100) + 40 * 20 * 0.1, 9);
  });
});
