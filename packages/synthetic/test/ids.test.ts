import { describe, expect, test } from 'vitest';
import { assignIds } from '../src/index.ts';

describe('ids', () => {
  // The second of three entities moves in step 5.
  const { ids, entityOf, idOf } = assignIds(
    3,
    (entity) => (entity === 1 ? 5 : undefined),
    (number) => `acct-${number}`,
  );

  test('are one an entity, and another for each that moves', () => {
    expect(ids).toEqual(['acct-00001', 'acct-00002', 'acct-00003', 'acct-00004']);
    expect(entityOf).toEqual([0, 1, 2, 1]);
  });

  test('change in the step of the move and never again', () => {
    expect([0, 4, 5, 900].map((step) => ids[idOf(1, step)])).toEqual([
      'acct-00002',
      'acct-00002',
      'acct-00004',
      'acct-00004',
    ]);
    expect(ids[idOf(2, 900)]).toBe('acct-00003');
  });
});
