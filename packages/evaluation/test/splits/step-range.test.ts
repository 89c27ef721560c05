import { describe, expect, test } from 'vitest';
import { halveSteps, rowsInSteps, stepRange } from '../../src/index.ts';
import { stepsIn } from '../../src/splits/step-range.ts';

describe('step ranges', () => {
  test('end on their last stride and pick their rows', () => {
    const range = stepRange(12, 23, 4);
    expect(range).toEqual({ first: 12, last: 20, stride: 4 });
    expect(stepsIn(range)).toEqual([12, 16, 20]);
    expect([...rowsInSteps([11, 12, 13, 16, 20, 24, 12], range)]).toEqual([1, 3, 4, 6]);
  });

  test('split into two halves that share no step', () => {
    expect(halveSteps(stepRange(106, 117))).toEqual([stepRange(106, 111), stepRange(112, 117)]);
    expect(halveSteps(stepRange(12, 20, 4))).toEqual([stepRange(12, 16, 4), stepRange(20, 20, 4)]);
    expect(() => halveSteps(stepRange(5, 5))).toThrow('the last step 5 is before the first 6');
  });
});
