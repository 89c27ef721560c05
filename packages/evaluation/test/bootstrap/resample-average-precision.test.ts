import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averagePrecision, resampleAveragePrecision } from '../../src/index.ts';

const row = fc.record({
  label: fc.constantFrom(0, 1),
  score: fc.integer({ min: 0, max: 6 }),
  weight: fc.constantFrom(0.5, 1, 3),
  cluster: fc.integer({ min: 0, max: 4 }),
});

describe('average precision of a cluster resample', () => {
  test('equals average precision with the weights multiplied out, ties and undrawn clusters included', () => {
    const drawing = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), drawing, (rows, drawn) => {
        const column = (name: keyof (typeof rows)[number]) => Float64Array.from(rows, (one) => one[name]);
        const [label, score, weight] = [column('label'), column('score'), column('weight')];
        const cluster = Int32Array.from(column('cluster'));
        const times = weight.map((value, at) => value * drawn[cluster[at]]);
        fc.pre(times.some((value, at) => value * label[at] > 0));
        const ofResample = resampleAveragePrecision({ label, score, weight, cluster });
        expect(ofResample(Int32Array.from(drawn))).toBeCloseTo(averagePrecision(label, score, times), 12);
      }),
    );
  });

  test('a resample without a positive has no average precision', () => {
    const ofResample = resampleAveragePrecision({ label: [1, 0], score: [2, 1], cluster: Int32Array.of(0, 1) });
    expect(() => ofResample(Int32Array.of(0, 2))).toThrow('no positive');
  });
});
