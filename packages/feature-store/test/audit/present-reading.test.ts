import { describe, expect, it } from 'vitest';
import { presentReading, rowsOfSomeEntities, type TrainingSet } from '../../src/index.ts';

/** Bob and Ann as read a second time: at two decisions each, the later one being now. */
const again = {
  spine: { keys: { customer_id: ['bob', 'bob', 'ann', 'ann'] }, decidedAt: Float64Array.of(1, 9, 1, 9) },
  names: ['orders'],
  modelColumns: ['orders'],
  columns: [Float32Array.of(10, 19, 20, 29)],
} as unknown as TrainingSet;
const asked = { key: 'customer_id', now: 9, declaredStatic: [] };

describe('a second reading', () => {
  it('has the values of some rows at their own decision, and as of now', () => {
    const rows = { rows: Uint32Array.of(1, 2), entityId: ['eve', 'ann', 'bob'], decidedAt: [1, 1, 1] };
    const { reread, current } = presentReading(again, rows, asked);
    expect(reread).toEqual([Float32Array.of(20, 10)]);
    expect(current).toEqual([Float32Array.of(29, 19)]);
  });

  it('refuses a row that is no candidate any more', () => {
    const rows = { rows: Uint32Array.of(0), entityId: ['eve'], decidedAt: [1] };
    expect(() => presentReading(again, rows, asked)).toThrow('eve is no candidate at 1970-01-01T00:00:00.001Z');
  });

  it('is of all rows of every n-th entity', () => {
    const cluster = Int32Array.of(0, 1, 2, 3, 4, 5, 2, 0);
    expect([...rowsOfSomeEntities(cluster, 3)]).toEqual([0, 2, 4, 6, 7]);
    expect([...rowsOfSomeEntities(cluster, 300)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
