import { expect, test } from 'vitest';
import { z } from 'zod';
import { deltaSchemaString } from '../src/contract.ts';
import {
  bitemporalTable,
  date,
  decimal,
  describeContract,
  double,
  int,
  long,
  tableContract,
  timestamp,
} from '../src/index.ts';
import { usageDaily } from './fixture.ts';

const oneColumn = (schema: z.ZodType) => {
  return tableContract({
    name: 't',
    grain: 'g',
    columns: { id: z.string(), x: schema },
    key: ['id'],
    history: 'static',
  });
};

test('each column schema has one SQL type and one Delta type', () => {
  const everyType = tableContract({
    name: 'every_type',
    grain: 'one row per type',
    columns: {
      a: z.string(),
      b: z.enum(['x', 'y']),
      c: int(),
      d: long().nullable(),
      e: double(),
      f: z.boolean(),
      g: date(),
      h: timestamp(),
      i: decimal(10, 2),
    },
    key: ['a'],
    history: 'static',
  });
  expect(everyType.columns.map((column) => column.sqlType)).toEqual([
    ...['VARCHAR', 'VARCHAR', 'INTEGER', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMPTZ', 'DECIMAL(10,2)'],
  ]);
  const { fields } = JSON.parse(deltaSchemaString(everyType));
  expect(fields.map((field: { type: string }) => field.type)).toEqual([
    ...['string', 'string', 'integer', 'long', 'double', 'boolean', 'date', 'timestamp', 'decimal(10,2)'],
  ]);
  expect(everyType.columns.filter((column) => column.nullable).map((column) => column.name)).toEqual(['d']);
});

test('a bitemporal table has both clocks, and the second is a column like any other', () => {
  const declared = { name: 'visits', grain: 'one row per day', key: ['day'] } as const;
  const visits = bitemporalTable({ ...declared, columns: { day: date(), visits: int() }, eventTime: 'day' });
  const known = timestamp().describe('from when the row could be known');
  const inFull = tableContract({
    ...declared,
    columns: { day: date(), visits: int(), available_at: known },
    clocks: { eventTime: 'day', availableAt: 'available_at' },
    history: 'bitemporal',
  });
  expect(describeContract(visits)).toBe(describeContract(inFull));
});

test('rules survive nullable, in either order', () => {
  const rules = (schema: z.ZodType) => oneColumn(schema).columns[1].rules;
  expect(rules(decimal(18, 3).min(0).nullable())).toEqual({ minimum: 0 });
  expect(rules(int().positive().max(9))).toEqual({ exclusiveMinimum: 0, maximum: 9 });
  expect(rules(z.string().min(1).max(3).regex(/^a/).nullable())).toEqual({ minLength: 1, maxLength: 3, pattern: '^a' });
  expect(rules(z.enum(['a', 'b']).nullable())).toEqual({ oneOf: ['a', 'b'] });
  expect(rules(z.literal('a'))).toEqual({ oneOf: ['a'] });
  expect(rules(timestamp().nullable())).toEqual({});
});

test('a contract reads as text', () => {
  expect(describeContract(usageDaily)).toBe(
    [
      'usage_daily: one row per account per day',
      '  key: account_id, usage_date',
      '  clocks: happened at usage_date, known from available_at',
      '  history: bitemporal (corrections are new rows, nothing is overwritten)',
      '  account_id    VARCHAR        required, length ≥ 1',
      '  usage_date    DATE           required',
      '  dbu           DECIMAL(18,3)  required, ≥ 0',
      '  region        VARCHAR        may be null, one of us | eu',
      '  available_at  TIMESTAMPTZ    required',
    ].join('\n'),
  );
});

test('a declaration that contradicts itself is refused with the reason', () => {
  const declare = (change: object) => () =>
    tableContract({
      name: 't',
      grain: 'g',
      columns: { id: z.string(), at: timestamp() },
      key: ['id'],
      history: 'static',
      ...change,
    });
  expect(declare({ name: 'Bad-Name' })).toThrow('a table name is lower-case letters');
  expect(declare({ key: ['nope'] })).toThrow('no column nope');
  expect(declare({ key: [] })).toThrow('a key needs at least one column');
  expect(declare({ columns: { id: z.string().nullable() } })).toThrow('key column id may not be nullable');
  expect(declare({ history: 'bitemporal' })).toThrow('a bitemporal table needs an availableAt clock');
  expect(declare({ clocks: { availableAt: 'id' } })).toThrow('id must be a timestamp() and never null');
  expect(declare({ clocks: { eventTime: 'id' } })).toThrow('id must be a date() or timestamp()');
  expect(declare({ columns: { id: z.string(), ID: z.string() } })).toThrow('differ only by case');
  expect(declare({ partitionBy: ['at'] })).toThrow('cannot partition by at');
  expect(declare({ partitionBy: ['id', 'at'] })).toThrow();
  expect(() => oneColumn(z.object({}))).toThrow('column x has no SQL type');
  expect(() => oneColumn(z.date())).toThrow('column x has no SQL type');
  expect(() => oneColumn(z.string().regex(/(?=a)b/))).toThrow('looks around');
  expect(() => decimal(50, 2)).toThrow('1 ≤ precision ≤ 38');
});
