import { expect, test } from 'vitest';
import { madeTable } from '../src/index.ts';

const declared = {
  name: 'visits',
  grain: 'one row per visit that has ended',
  columns: `visit_id BIGINT, page VARCHAR,
    seconds DOUBLE, is_first BOOLEAN, ended_at TIMESTAMPTZ`,
  key: ['visit_id'],
  eventTime: 'ended_at',
};

test('a table that a query makes has names, types and two clocks', () => {
  const { columns, clocks, history, key } = madeTable(declared);
  expect(columns.map(({ name, sqlType, nullable }) => `${name} ${sqlType}${nullable ? '' : ' NOT NULL'}`)).toEqual([
    'visit_id BIGINT NOT NULL',
    'page VARCHAR',
    'seconds DOUBLE',
    'is_first BOOLEAN',
    'ended_at TIMESTAMPTZ NOT NULL',
    'available_at TIMESTAMPTZ NOT NULL',
  ]);
  expect({ clocks, history, key }).toEqual({
    ...{ clocks: { eventTime: 'ended_at', availableAt: 'available_at' }, history: 'bitemporal', key: ['visit_id'] },
  });
});

test.each([
  ['visit_id BIGINT, page TEXT', "the column 'page TEXT'"],
  ['visit_id BIGINT, page', "the column 'page'"],
  ['visit_id BIGINT NOT NULL', "the column 'visit_id BIGINT NOT NULL'"],
  ['visit_id toString', "the column 'visit_id toString'"],
])('columns that are no columns are refused by name: %s', (columns, words) => {
  expect(() => madeTable({ ...declared, columns })).toThrow(`table visits: found ${words}, expected a name and one of`);
});
