import type { Columns } from '@applied-modeling/lakehouse';
import { expect, test } from 'vitest';
import { joinById, type TrainingSet, withColumns } from '../src/index.ts';

test('joins columns by id alone, and leaves a gap where an id has no record', () => {
  const read = { strings: () => ['ann', 'bob'], numbers: () => Float64Array.of(1, 2) } as unknown as Columns;
  expect(joinById(read, 'customer_id', ['bob', 'eve', 'ann', 'bob'], ['is_red'])).toEqual([
    Float32Array.of(2, Number.NaN, 1, 2),
  ]);
});

test('puts foreign columns beside those of a set, for the model and for the audit', () => {
  const set = {
    ...{ rowCount: 2, names: ['a', 'b'], columns: [Float32Array.of(1, 2), Float32Array.of(3, 4)], modelColumns: ['b'] },
    ...{ maxAvailableAtBySource: { orders: Float64Array.of(5, 6) }, fingerprint: 'f00d' },
  } as unknown as TrainingSet;
  const foreign = [Float32Array.of(7, 8)];
  const leaky = withColumns(set, { names: ['is_red'], columns: foreign, source: 'crm', availableAt: 9 });
  expect(leaky.columns).toEqual([...set.columns, ...foreign]);
  expect(leaky.modelColumns).toEqual(['b', 'is_red']);
  expect(leaky.maxAvailableAtBySource).toEqual({ ...set.maxAvailableAtBySource, crm: Float64Array.of(9, 9) });
  expect(leaky.fingerprint).not.toBe(set.fingerprint);
});
