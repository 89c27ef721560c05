import { expect, test } from 'vitest';
import { rowColumns } from '../src/row-columns.ts';
import { usageDaily } from './fixture.ts';

test('rows become columns of the contract: days, instants, texts, and a mask where a column may be NULL', () => {
  const rows = [
    { account_id: 'a', usage_date: 20_148, dbu: 1.5, region: 'eu', available_at: 1_740_895_200_000 },
    { account_id: 'b', usage_date: 20_149, dbu: 2, available_at: 1_740_981_600_000 },
  ];
  expect(rowColumns(usageDaily, rows)).toEqual({
    account_id: ['a', 'b'],
    usage_date: Int32Array.of(20_148, 20_149),
    dbu: Float64Array.of(1.5, 2),
    region: { values: { codes: Uint16Array.of(1, 0), dictionary: ['us', 'eu'] }, nulls: Uint8Array.of(0, 1) },
    available_at: Float64Array.of(1_740_895_200_000, 1_740_981_600_000),
  });
});

test('a text that the contract does not list stays one, for the check of the contract to refuse', () => {
  const row = { account_id: 'a', usage_date: 1, dbu: 1, region: 'mars', available_at: 0 };
  expect(rowColumns(usageDaily, [row]).region).toEqual(['mars']);
});
