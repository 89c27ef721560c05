import { describe, expect, test } from 'vitest';
import { halveWeeks, rowsInWeeks, weekRange } from '../../src/index.ts';

describe('week ranges', () => {
  test('end on their last step and pick their rows', () => {
    const range = weekRange(12, 23, 4);
    expect(range).toEqual({ firstWeek: 12, lastWeek: 20, step: 4 });
    expect([...rowsInWeeks([11, 12, 13, 16, 20, 24, 12], range)]).toEqual([1, 3, 4, 6]);
  });

  test('split into two halves that share no week', () => {
    expect(halveWeeks(weekRange(106, 117))).toEqual([weekRange(106, 111), weekRange(112, 117)]);
    expect(halveWeeks(weekRange(12, 20, 4))).toEqual([weekRange(12, 16, 4), weekRange(20, 20, 4)]);
    expect(() => halveWeeks(weekRange(5, 5))).toThrow('last week 5 is before week 6');
  });
});
