import { describe, expect, test } from 'vitest';
import { RowBuffer } from '../src/index.ts';

const SKUS = ['JOBS', 'SQL'] as const;

describe('a row buffer', () => {
  test('hands over numbers as they are and texts as codes with their dictionary', () => {
    const rows = new RowBuffer({ sku: SKUS, dbu: Float64Array, day: Int32Array });
    for (const [sku, dbu, day] of [
      [1, 2.5, 19_000],
      [0, 0.5, 19_001],
    ]) {
      const at = rows.add();
      rows.values.sku[at] = sku;
      rows.values.dbu[at] = dbu;
      rows.values.day[at] = day;
    }
    const { sku, dbu, day } = rows.columns;
    expect(rows.rows).toBe(2);
    expect(sku).toMatchObject({ dictionary: SKUS });
    expect([...rows.values.sku.subarray(0, 2)]).toEqual([1, 0]);
    expect([...(dbu as Float64Array).subarray(0, 2), ...(day as Int32Array).subarray(0, 2)]).toEqual([
      2.5, 0.5, 19_000, 19_001,
    ]);
  });

  test('grows when it is full and keeps what it holds', () => {
    const rows = new RowBuffer({ square: Float64Array });
    for (let row = 0; row < 5000; row++) {
      const at = rows.add();
      rows.values.square[at] = row * row;
    }
    expect(rows.rows).toBe(5000);
    expect(rows.values.square.subarray(0, 5000)).toEqual(Float64Array.from({ length: 5000 }, (_, row) => row * row));
  });

  test('is filled anew after it was cleared, in the same arrays', () => {
    const rows = new RowBuffer({ day: Int32Array });
    const { day } = rows.values;
    rows.values.day[rows.add()] = 1;
    rows.clear();
    expect(rows.rows).toBe(0);
    rows.values.day[rows.add()] = 2;
    expect(rows.values.day).toBe(day);
    expect(day[0]).toBe(2);
  });

  test('takes codes as wide as its dictionary needs', () => {
    const texts = (count: number) => Array.from({ length: count }, (_, i) => `text ${i}`);
    const kinds = { few: texts(255), more: texts(256), many: texts(65_536) };
    const { few, more, many } = new RowBuffer(kinds).values;
    expect([few, more, many].map((codes) => codes.BYTES_PER_ELEMENT)).toEqual([1, 2, 4]);
  });
});
