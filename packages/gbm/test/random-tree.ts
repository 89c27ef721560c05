import fc from 'fast-check';
import type { Booster, Tree } from '../src/index.ts';

/** Of every random tree and row. */
export const NUM_FEATURE = 4;

/** Random trees in breadth-first order, features repeated along paths; some hessians lie far apart. */
export const tree: fc.Arbitrary<Tree> = fc
  .record({
    isSplit: fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
    feature: fc.array(fc.integer({ min: 0, max: NUM_FEATURE - 1 }), { minLength: 31, maxLength: 31 }),
    condition: fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 31, maxLength: 31 }),
    defaultLeft: fc.array(fc.constantFrom(0, 1), { minLength: 31, maxLength: 31 }),
    hessian: fc.array(fc.constantFrom(0, 0.01, 1, 3, 40), { minLength: 31, maxLength: 31 }),
  })
  .map(({ isSplit, feature, condition, defaultLeft, hessian }) => {
    const leftChild = [-1];
    for (let node = 0; node < leftChild.length; node++) {
      if (!isSplit[node]) continue;
      leftChild[node] = leftChild.length;
      leftChild.push(-1, -1);
    }
    const length = leftChild.length;
    return {
      leftChild: Int32Array.from(leftChild),
      splitFeature: Int32Array.from(feature.slice(0, length)),
      splitCondition: Float32Array.from(condition.slice(0, length)),
      defaultLeft: Uint8Array.from(defaultLeft.slice(0, length)),
      gain: new Float32Array(length),
      sumHessian: Float32Array.from(hessian.slice(0, length)),
      baseWeight: new Float32Array(length),
    };
  });

/** As deep as it has splits: of every two siblings one is a leaf. */
export const lopsidedTree = (maxDepth: number): fc.Arbitrary<Tree> =>
  fc
    .record({
      goesOn: fc.array(fc.constantFrom(0, 1), { minLength: maxDepth, maxLength: maxDepth }),
      feature: fc.integer({ min: 0, max: NUM_FEATURE - 1 }),
      condition: fc.integer({ min: -8, max: 8 }),
    })
    .map(({ goesOn, feature, condition }) => {
      const length = 2 * goesOn.length + 1;
      const leftChild = new Int32Array(length).fill(-1);
      let node = 0;
      goesOn.forEach((side, depth) => {
        leftChild[node] = 2 * depth + 1;
        node = leftChild[node] + side;
      });
      return {
        leftChild,
        splitFeature: Int32Array.from({ length }, (_, at) => (feature + at * at) % NUM_FEATURE),
        splitCondition: Float32Array.from({ length }, (_, at) => condition - 0.3 * at),
        defaultLeft: Uint8Array.from({ length }, (_, at) => Number(at % 3 === 0)),
        gain: new Float32Array(length),
        sumHessian: new Float32Array(length).fill(1),
        baseWeight: new Float32Array(length),
      };
    });

/** Values at, between and beyond the thresholds, some of them missing. */
export const row = fc.array(fc.option(fc.integer({ min: -8, max: 8 }), { nil: Number.NaN }), {
  minLength: NUM_FEATURE,
  maxLength: NUM_FEATURE,
});

export function boosterOf(trees: readonly Tree[]): Booster {
  const featureNames = ['a', 'b', 'c', 'd'];
  return { params: { objective: 'reg:squarederror' }, trees, baseScore: 0, featureNames, evalHistory: [] };
}
