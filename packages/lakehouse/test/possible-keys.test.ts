import fc from 'fast-check';
import { expect, test } from 'vitest';
import { date, int, tableContract, timestamp } from '../src/index.ts';
import { filesWithPossibleKeys } from '../src/possible-keys.ts';
import { type Key, sharesAKey } from './reference/shares-a-key.ts';

const keyed = tableContract({
  name: 'keyed',
  grain: 'one row per day per record',
  columns: { day: date(), record: int() },
  key: ['day', 'record'],
  history: 'static',
});

const key = fc.record({
  day: fc.integer({ min: 10, max: 28 }).map((day) => `2025-03-${day}`),
  record: fc.integer({ min: -20, max: 20 }),
});
const fileRows = fc.array(key, { minLength: 1, maxLength: 4 });

const fileOf = (rows: readonly Key[]) => {
  const days = rows.map(({ day }) => day).sort();
  const records = rows.map(({ record }) => record).sort((a, b) => a - b);
  return {
    path: JSON.stringify(rows),
    partitionValues: {},
    size: 1,
    modificationTime: 0,
    dataChange: true,
    stats: JSON.stringify({
      numRecords: rows.length,
      minValues: { day: days[0], record: records[0] },
      maxValues: { day: days.at(-1), record: records.at(-1) },
    }),
  };
};

test('a file that shares a key is never passed over', () => {
  fc.assert(
    fc.property(fc.array(fileRows, { maxLength: 5 }), fc.array(fileRows, { maxLength: 3 }), (existing, added) => {
      const chosen = filesWithPossibleKeys(keyed, added.map(fileOf), existing.map(fileOf)).map(({ path }) => path);
      const shared = existing.filter((rows) => sharesAKey(rows, added.flat())).map((rows) => fileOf(rows).path);
      expect(chosen).toEqual(expect.arrayContaining(shared));
    }),
    { seed: 20250301 },
  );
});

test('an append in order of dates reads nothing back', () => {
  const weeks = [10, 17, 24].map((day) =>
    fileOf([
      { day: `2025-03-${day}`, record: 1 },
      { day: `2025-03-${day + 6}`, record: 2 },
    ]),
  );
  expect(filesWithPossibleKeys(keyed, [weeks[2]], weeks.slice(0, 2))).toEqual([]);
  expect(filesWithPossibleKeys(keyed, [weeks[1]], [weeks[1]])).toEqual([weeks[1]]);
});

test('a file without statistics may hold anything', () => {
  const { stats: _, ...bare } = fileOf([{ day: '2025-03-10', record: 1 }]);
  expect(filesWithPossibleKeys(keyed, [fileOf([{ day: '2025-03-20', record: 9 }])], [bare])).toEqual([bare]);
});

const at = tableContract({
  name: 'readings',
  grain: 'one row per instant',
  columns: { at: timestamp() },
  key: ['at'],
  history: 'static',
});

// 06:00 UTC on 1 March 2025, as delta-rs 1.6.6 writes it (see fixtures/delta-rs.py), this package, Spark in a session of
// Berlin, and older engines.
test.each([
  '2025-03-01T06:00:00Z',
  '2025-03-01T06:00:00.000Z',
  '2025-03-01T06:00:00.000000Z',
  '2025-03-01T07:00:00.000+01:00',
  '2025-03-01 06:00:00',
  '1 March 2025',
])('an instant is the same however it is spelled: %s', (spelled) => {
  const fileAt = (instant: string) => ({
    ...fileOf([]),
    stats: JSON.stringify({ minValues: { at: instant }, maxValues: { at: instant } }),
  });
  const ours = fileAt('2025-03-01T06:00:00.000Z');
  expect(filesWithPossibleKeys(at, [ours], [fileAt(spelled)])).toHaveLength(1);
  expect(filesWithPossibleKeys(at, [fileAt(spelled)], [ours])).toHaveLength(1);
});

test('times that are apart stay apart in any spelling', () => {
  const fileAt = (instant: string) => ({
    ...fileOf([]),
    stats: JSON.stringify({ minValues: { at: instant }, maxValues: { at: instant } }),
  });
  const others = ['2025-03-01T06:00:01Z', '2025-03-01T06:00:00.001999Z', '2025-03-01T06:00:00+01:00'].map(fileAt);
  expect(filesWithPossibleKeys(at, [fileAt('2025-03-01T06:00:00.000Z')], others)).toEqual([]);
});

test('a whole number that another engine spells with zeros is the same partition', () => {
  const numbered = tableContract({
    name: 'numbered',
    grain: 'one row per record',
    columns: { record: int(), score: int() },
    key: ['record'],
    history: 'static',
    partitionBy: ['record'],
  });
  const inPartition = (record: string) => ({ ...fileOf([]), partitionValues: { record } });
  const files = ['7', '007', '8'].map(inPartition);
  expect(filesWithPossibleKeys(numbered, [inPartition('7')], files)).toEqual(files.slice(0, 2));
});
