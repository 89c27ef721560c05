import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askedForestOf } from '../src/asked-forest.ts';
import { type Booster, fromXgboostJson, predictMargin, type Tree, toXgboostJson } from '../src/index.ts';
import { answerQuestions } from '../src/kernels/answer-questions.ts';
import { leafValueOfRow } from '../src/tree.ts';
import { boosterOf, lopsidedTree, NUM_FEATURE, row, tree } from './random-tree.ts';

const ROWS = 300; // more than are scored one by one, and no multiple of 128

test('many rows get the sum of their leaves, rounded to float32 tree by tree, whatever the shape of the trees', () => {
  const anyTree = fc.oneof(tree, fc.integer({ min: 0, max: 8 }).chain(lopsidedTree));
  fc.assert(
    fc.property(fc.array(anyTree, { maxLength: 7 }), fc.array(row, { minLength: 5, maxLength: 20 }), (trees, rows) => {
      const booster = { ...boosterOf(trees), baseScore: 0.1 };
      expect(askedForestOf(booster)).toBeDefined();
      expectWalked(booster, columnsOf(rows));
    }),
    { seed: 15, numRuns: 150 },
  );
});

test('a booster with a tree deeper than eight is walked, to the same sums', () => {
  fc.assert(
    fc.property(tree, lopsidedTree(9), fc.array(row, { minLength: 5, maxLength: 20 }), (one, deep, rows) => {
      const booster = boosterOf([one, deep, one]);
      expect(askedForestOf(booster)).toBeUndefined();
      expectWalked(booster, columnsOf(rows));
    }),
    { seed: 16, numRuns: 20 },
  );
});

test('a feature may have more thresholds than a byte has values, as in models of XGBoost with exact splits', () => {
  const trees = Array.from({ length: 12 }, (_, round) => fullTree((at) => Math.sin(1 + at + 63 * round)));
  const booster = fromXgboostJson(toXgboostJson(boosterOf(trees)));
  const [firstQuestions] = askedForestOf(booster)?.questions ?? [];
  expect(firstQuestions?.[1]).toBe(12 * 63 + 1);
  const values = Float32Array.from({ length: 2000 }, (_, at) => Math.sin(at / 2)); // every other one is a threshold
  expectWalked(booster, [values, values, values, values]);
});

test('values at a threshold go right, also at zero of either sign, and those next to it where they belong', () => {
  const least = 2 ** -149;
  for (const threshold of [0, -0, least, 1, -1]) {
    const stump = { ...fullTree(() => threshold), splitFeature: new Int32Array(127) };
    const near = [threshold, -threshold, least, -least, 0, -0, 1 - 2 ** -24, 1 + 2 ** -23, -1 - 2 ** -23, Number.NaN];
    const column = Float32Array.from({ length: ROWS }, (_, at) => near[at % near.length]);
    expectWalked(boosterOf([stump]), [column, column, column, column]);
  }
});

test('a question is answered as it is asked', () => {
  const thresholds = Float32Array.of(-1, 2, 2, Infinity, 0.5, Infinity);
  const missingLeft = Int32Array.of(0, 0, -1, -1, -1, -1);
  const values = Float32Array.from({ length: 256 }, (_, at) => [-2, -1, 1, 2, 3, Number.NaN, 0.5][at % 7]);
  const answers = new Uint32Array(4 * 6).fill(7);
  answerQuestions(values, 128, 0, Uint32Array.of(0, 4, 6), thresholds, missingLeft, answers);
  thresholds.forEach((threshold, question) => {
    for (let at = 0; at < 128; at++) {
      const value = values[(question < 4 ? 0 : 128) + at];
      const expected = Number.isNaN(value) ? missingLeft[question] === -1 : value < threshold;
      expect(((answers[4 * question + (at >> 5)] >> (at & 31)) & 1) === 1).toBe(expected);
    }
  });
});

test('is made once, with the trees up to the best iteration, and asks no question twice', () => {
  const [first, second] = fc.sample(lopsidedTree(6), { seed: 1, numRuns: 2 });
  const stopped = { ...boosterOf([first, second]), bestIteration: 0 };
  expect(askedForestOf(stopped)).toBe(askedForestOf(stopped));
  expect(askedForestOf(stopped)).toEqual(askedForestOf(boosterOf([first])));
  expect(askedForestOf(boosterOf([first, first]))?.questions).toEqual(askedForestOf(stopped)?.questions);
});

function expectWalked(booster: Booster, columns: readonly Float32Array[]): void {
  const expected = columns[0].map((_, at) =>
    booster.trees.reduce(
      (margin, one) => Math.fround(margin + leafValueOfRow(one, columns, at)),
      Math.fround(booster.baseScore),
    ),
  );
  expect(predictMargin(booster, columns)).toEqual(expected);
}

/** The rows again and again. */
function columnsOf(rows: readonly (readonly number[])[]): Float32Array[] {
  return Array.from({ length: NUM_FEATURE }, (_, feature) =>
    Float32Array.from({ length: ROWS }, (_, at) => rows[at % rows.length][feature]),
  );
}

/** Of depth 6, and of one feature; node by node, `conditionOf` gives thresholds and then leaf values. */
function fullTree(conditionOf: (node: number) => number): Tree {
  return {
    leftChild: Int32Array.from({ length: 127 }, (_, node) => (node < 63 ? 2 * node + 1 : -1)),
    splitFeature: new Int32Array(127),
    splitCondition: Float32Array.from({ length: 127 }, (_, node) => (node < 63 ? conditionOf(node) : Math.sqrt(node))),
    defaultLeft: Uint8Array.from({ length: 127 }, (_, node) => node % 2),
    gain: new Float32Array(127),
    sumHessian: new Float32Array(127).fill(1),
    baseWeight: new Float32Array(127),
  };
}
