import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileKernels } from '../scripts/compile-kernels.ts';
import { compiledKernels } from '../src/compiled-kernels.ts';
import { type DMatrix, train } from '../src/index.ts';
import { type ArrayType, type Kernels, place, plainKernels } from '../src/kernels.ts';
import { type ShapArrays, shapForestOf } from '../src/shap-forest.ts';
import { boosterOf, NUM_FEATURE, tree } from './random-tree.ts';

test('kernels.wasm is what assembly/ compiles to', async () => {
  const shipped = readFileSync(new URL('../src/kernels/kernels.wasm', import.meta.url));
  expect(Buffer.from(await compileKernels()).equals(shipped)).toBe(true);
});

test('arrays stay where they are while the memory grows', () => {
  const { allocate } = compiledKernels();
  const first = allocate(Uint8Array, 3).fill(7);
  const second = allocate(Float64Array, 100_000);
  expect([...first]).toEqual([7, 7, 7]);
  expect(second.every((value) => value === 0)).toBe(true);
  expect(second.byteOffset % 64).toBe(0);
});

test('an array that was lent lies in no other, and what comes after it begins with zeros', () => {
  const { allocate, lend } = compiledKernels();
  const kept = allocate(Uint8Array, 3).fill(7);
  const lent = [lend(Uint8Array, 100).fill(1), lend(Float64Array, 10).fill(2)];
  expect(lent.map(([first]) => first)).toEqual([1, 2]);
  expect([...allocate(Uint8Array, 300)].every((value) => value === 0)).toBe(true);
  expect([...kept]).toEqual([7, 7, 7]);
});

describe('compiled and plain agree to the last bit', () => {
  const seeds = fc.record({ seed: fc.integer({ min: 1 }), numRow: fc.integer({ min: 1, max: 700 }) });
  const agree = (run: (kernels: Kernels, random: Random, numRow: number) => ArrayLike<number>): void => {
    fc.assert(
      fc.property(seeds, ({ seed, numRow }) => {
        const [compiled, plain] = [compiledKernels(), plainKernels()].map((k) => run(k, randomFrom(seed, k), numRow));
        expect(Array.from(compiled)).toEqual(Array.from(plain));
      }),
      { seed: 31, numRuns: 40 },
    );
  };

  test('buildHistogram, subtractHistogram and addHistogram', () => {
    agree((kernels, { integers, floats }, numRow) => {
      const rowBytes = 4 * (1 + (numRow % 4));
      const codes = integers(Uint8Array, numRow * rowBytes, 256);
      const places = integers(Uint32Array, numRow, numRow);
      const pairs = floats(2 * numRow);
      const whole = kernels.allocate(Float64Array, 520 * rowBytes);
      const part = kernels.allocate(Float64Array, 520 * rowBytes);
      kernels.buildHistogram(codes, rowBytes, pairs, places, 0, numRow, whole, 520);
      kernels.buildHistogram(codes, rowBytes, pairs, places, numRow >> 2, numRow >> 1, part, 520);
      kernels.subtractHistogram(whole, part);
      kernels.addHistogram(part, whole);
      return [...whole, ...part];
    });
  });

  test('sortRows, chooseCuts and writeCodes, of few values or many, weighted or not', () => {
    agree((kernels, { floats }, numRow) => {
      const { allocate, sortRows, chooseCuts, writeCodes } = kernels;
      const column = floats(numRow);
      for (let row = 0; row < numRow; row++) {
        if (numRow % 3 === 0) column[row] = Math.round(column[row] * 9) - 3; // -0 and 0 among them
        if (numRow % 2 === 0 && row % 5 === 0) column[row] = Number.NaN;
      }
      const [sorted, spare] = [allocate(Uint32Array, 2 * numRow), allocate(Uint32Array, 2 * numRow)];
      const present = sortRows(column, sorted, spare);
      const weights = floats(numRow % 4 === 0 ? numRow : 0).map(Math.abs);
      const placed = place(kernels, weights);
      const firsts = allocate(Uint32Array, 256);
      const numFirst = present === 0 ? 0 : chooseCuts(sorted, present, placed, 2 + (numRow % 255), firsts);
      const codes = allocate(Uint8Array, numRow);
      writeCodes(sorted, present, firsts, numFirst, codes);
      return [present, ...sorted.subarray(0, 2 * present), numFirst, ...firsts, ...codes];
    });
  });

  test('interleaveColumns', () => {
    agree((kernels, { integers }, numRow) => {
      const numColumn = 1 + (numRow % 9);
      const columnBytes = 64 * Math.ceil(numRow / 64);
      const columns = integers(Uint8Array, numColumn * columnBytes, 256);
      const rowBytes = 4 * Math.ceil(numColumn / 4);
      const codes = kernels.allocate(Uint8Array, numRow * rowBytes);
      kernels.interleaveColumns(columns, columnBytes, numColumn, codes, rowBytes);
      return codes;
    });
  });

  test('findSplit, with missing values or none, bounds and penalties', () => {
    let found = 0;
    agree((kernels, { integers, floats }, numRow) => {
      const numFeature = 1 + (numRow % 7);
      const histogram = kernels.allocate(Float64Array, 40 * numFeature);
      const values = integers(Float64Array, histogram.length, 9);
      for (let at = 0; at < values.length; at++)
        histogram[at] = Math.max(0, values[at] - 3) * (at % 2 === 0 && at % 3 === 0 ? -1 : 1);
      const features = kernels.allocate(Int32Array, numFeature);
      for (let at = 0; at < numFeature; at++) features[at] = at;
      const directions = integers(Int32Array, numRow % 2 === 0 ? numFeature : 0, 3);
      for (let at = 0; at < directions.length; at++) directions[at] -= 1;
      const [node, limits] = [kernels.allocate(Float64Array, 5), kernels.allocate(Float64Array, 4)];
      node.set([floats(1)[0] * 9, 30 + numRow / 10, 0.1, numRow % 3 === 0 ? -Infinity : -0.4, 0.5]);
      limits.set([numRow % 5, (numRow % 3) / 2, numRow % 7 === 0 ? 0.3 : 0, numRow % 4]);
      const best = kernels.allocate(Float64Array, 6);
      kernels.findSplit(histogram, 40, features, integers(Uint32Array, numFeature, 20), directions, node, limits, best);
      found += Number(best[0] > 0);
      return best[0] > 0 ? best : [0];
    });
    expect(found).toBeGreaterThan(40); // of 80
  });

  test('packRows and gatherPairs', () => {
    agree((kernels, { integers, floats }, numRow) => {
      const codes = integers(Uint8Array, numRow * 12, 256);
      const features = integers(Int32Array, 1 + (numRow % 9), 11);
      const rows = integers(Uint32Array, numRow, numRow);
      const packed = kernels.allocate(Uint8Array, numRow * 12);
      const pairs = kernels.allocate(Float32Array, 2 * numRow);
      kernels.packRows(codes, 12, features, rows, numRow >> 1, packed, 12);
      kernels.gatherPairs(floats(2 * numRow), rows, numRow >> 1, pairs);
      return [...packed, ...pairs];
    });
  });

  test('partitionRows', () => {
    agree((kernels, { integers }, numRow) => {
      const rows = integers(Uint32Array, numRow, numRow);
      const codes = integers(Uint8Array, numRow * 3, 5);
      const scratch = kernels.allocate(Uint32Array, numRow);
      const missing = numRow % 2 === 0 ? 4 : 256;
      const middle = kernels.partitionRows(rows, numRow >> 3, numRow, codes, 3, 1, (numRow % 5) - 1, missing, scratch);
      return [middle, ...rows];
    });
  });

  test('splitRows and copyRows', () => {
    agree((kernels, { integers }, numRow) => {
      const rows = integers(Uint32Array, numRow, numRow);
      const codes = integers(Uint8Array, numRow * 3, 5);
      const scratch = kernels.allocate(Uint32Array, numRow);
      const end = kernels.splitRows(rows, numRow >> 3, numRow, codes, 3, 1, (numRow % 5) - 1, 4, scratch);
      const [left, right] = [rows.slice(0, end), scratch.slice(0, numRow - end)];
      rows.fill(7, end); // what lies behind the left ones is nobody's
      kernels.copyRows(rows.subarray(1, end), rows.subarray(0, Math.max(0, end - 1))); // overlapping
      return [end, ...left, ...right, ...rows];
    });
  });

  test('binColumn', () => {
    agree((kernels, { floats }, numRow) => {
      const { allocate } = kernels;
      const column = floats(numRow);
      for (let row = 0; row < numRow; row++) if (row % (1 + (numRow % 4)) === 1) column[row] = Number.NaN;
      if (numRow % 9 === 0) column.fill(Number.NaN);
      const [sorted, spare] = [allocate(Uint32Array, 2 * numRow), allocate(Uint32Array, 2 * numRow)];
      const [firsts, codes] = [allocate(Uint32Array, 256), allocate(Uint8Array, numRow)];
      const none = allocate(Float32Array, 0);
      const present = kernels.binColumn(column, sorted, spare, none, 2 + (numRow % 255), firsts, codes);
      return [present, ...firsts, ...codes];
    });
  });

  test('sumMagnitudes and roundToMultiples', () => {
    agree((kernels, { floats }, numRow) => {
      const gradients = floats(2 * numRow);
      const sums = kernels.allocate(Float64Array, 2);
      kernels.sumMagnitudes(gradients, sums);
      const shifters = kernels.allocate(Float64Array, 2);
      shifters.set([1.5 * 2 ** 40, 1.5 * 2 ** 45]);
      kernels.roundToMultiples(gradients, shifters);
      return [...sums, ...gradients];
    });
  });

  test('sigmoids, at every magnitude a margin may have', () => {
    agree((kernels, { floats }, numRow) => {
      const margins = floats(4 * numRow + 7);
      const scales = [1e-9, 0.5, 1, 8, 120, 1e4, 1e30];
      for (let at = 0; at < margins.length; at++) margins[at] *= scales[at % 7];
      margins.set([0, -0, Infinity, -Infinity, -88.7, -88.8, 103.98]);
      const probabilities = kernels.allocate(Float32Array, margins.length);
      kernels.sigmoids(margins, probabilities);
      return probabilities;
    });
  });

  test('logisticGradients', () => {
    agree((kernels, { floats, integers }, numRow) => {
      const probabilities = floats(numRow);
      for (let row = 0; row < numRow; row++) probabilities[row] = Math.abs(probabilities[row]);
      probabilities.set([0, 1, 1e-30].slice(0, numRow));
      const label = integers(Float32Array, numRow, 2);
      const gradients = kernels.allocate(Float32Array, 2 * numRow);
      kernels.logisticGradients(probabilities, label, floats(numRow), gradients);
      return gradients;
    });
  });

  test('pushPairs, an odd pair and equal scores too', () => {
    agree((kernels, { floats, integers }, numRow) => {
      const pairs = integers(Uint32Array, 2 * numRow, numRow + 1);
      const [scores, discounts] = [floats(numRow + 1), kernels.allocate(Float64Array, numRow + 1)];
      scores.fill(0.25, numRow >> 1).set([60, -60, 200].slice(0, numRow));
      for (let rank = 0; rank <= numRow; rank++) discounts[rank] = 1 / Math.log2(rank + 2);
      const gains = integers(Float64Array, numRow + 1, 9);
      const gradients = floats(2 * numRow + 2);
      const sum = kernels.pushPairs(pairs, numRow, scores, gains, discounts, 0.3, numRow % 2, gradients);
      return [sum, ...gradients];
    });
  });

  test('addLeaf', () => {
    agree((kernels, { floats, integers }, numRow) => {
      const margins = floats(numRow);
      const [rowAt, places] = [integers(Uint32Array, numRow, numRow), integers(Uint32Array, numRow, numRow)];
      kernels.addLeaf(margins, rowAt, places, numRow >> 2, numRow, Math.fround(0.1));
      return margins;
    });
  });

  test('addLeaves', () => {
    agree((kernels, { floats, integers }, numRow) => {
      const margins = floats(numRow);
      const [rowAt, places] = [integers(Uint32Array, numRow, numRow), integers(Uint32Array, numRow, numRow)];
      const codes = integers(Uint8Array, numRow * 3, 5);
      const test = [codes, 3, 1, (numRow % 5) - 1, numRow % 2 === 0 ? 4 : 256] as const;
      kernels.addLeaves(margins, rowAt, places, numRow >> 2, numRow, ...test, Math.fround(0.1), Math.fround(-0.7));
      return margins;
    });
  });

  test('addTree', () => {
    agree((kernels, { floats, integers }, numRow) => {
      const leftChild = kernels.allocate(Int32Array, 7);
      leftChild.set([1, 3, -1, -1, 5, -1, -1]);
      const margins = floats(numRow + 1);
      const values = floats(3 * numRow).map((value) => (value > 0.8 ? Number.NaN : value));
      const placed = kernels.allocate(Float32Array, values.length);
      placed.set(values);
      const nodes = [leftChild, integers(Int32Array, 7, 3), floats(7), integers(Uint8Array, 7, 2)] as const;
      kernels.addTree(...nodes, placed, 3, numRow, margins, 1);
      return margins;
    });
  });

  test('answerQuestions and addTrees, of few questions or many, of values finite, infinite or missing', () => {
    agree((kernels, { integers, floats }, numRow) => {
      const { allocate } = kernels;
      const few = numRow % 40;
      const counts = [few, 0, numRow]; // above 255, groups of thresholds are halved
      const numQuestion = few + numRow + 3;
      const firsts = [0, few + 1, few + 2, numQuestion];
      const thresholds = allocate(Float32Array, numQuestion + 32).fill(Infinity);
      const missingLeft = integers(Int32Array, numQuestion, 2).map((left) => -left);
      counts.forEach((count, feature) => {
        const last = firsts[feature] + count;
        thresholds.set(floats(count).sort(), firsts[feature]);
        missingLeft[last] = -1;
      });
      const values = floats(3 * 200);
      for (let at = 0; at < values.length; at += 7) values[at] = [Number.NaN, Infinity, -Infinity, -0][at % 4];
      for (let at = 2; at < values.length; at += 5) values[at] = thresholds[at % numQuestion];
      const answers = allocate(Uint32Array, 4 * numQuestion);
      const questions = [place(kernels, Uint32Array.from(firsts)), thresholds, place(kernels, missingLeft)] as const;
      kernels.answerQuestions(values, 200, 64, ...questions, answers);
      const depths = [3, 8, 4, 5, 6, 7].slice(0, 1 + (numRow % 6));
      const numLeaf = depths.reduce((sum, depth) => sum + 2 ** depth, 0);
      const splits = integers(Uint32Array, numLeaf - depths.length, numQuestion).map((question) => 4 * question);
      const margins = floats(300);
      const trees = [place(kernels, Uint8Array.from(depths)), place(kernels, splits), floats(numLeaf)] as const;
      kernels.addTrees(...trees, answers, margins, 100);
      return [...answers, ...margins];
    });
  });

  test('addContributions', () => {
    const [first, second, third] = fc.sample(tree, { seed: 6, numRuns: 3 });
    const { arrays, numScratch } = shapForestOf(boosterOf([first, second, third]));
    agree((kernels, { floats }, numRow) => {
      const stride = 4 * Math.ceil(numRow / 4);
      const values = floats(NUM_FEATURE * stride);
      for (let at = 0; at < values.length; at++) values[at] = at % 5 === 0 ? Number.NaN : 8 * values[at];
      const effects = kernels.allocate(Float64Array, NUM_FEATURE * stride);
      const scratch = kernels.allocate(Float64Array, 4 * numScratch);
      const placed = arrays.map((array) => place(kernels, array)) as unknown as ShapArrays;
      kernels.addContributions(...placed, values, stride, numRow, effects, scratch);
      return effects.filter((_, at) => at % stride < numRow);
    });
  });

  test('a whole training, with missing values, weights, samples and early stopping', () => {
    const { integers, floats } = randomFrom(5, plainKernels());
    const codes = integers(Uint8Array, 900, 40);
    const columns = [floats(900), Float32Array.from(codes, (code) => (code > 35 ? Number.NaN : code)), floats(900)];
    const label = columns[0].map((x, row) => Number(x + codes[row] / 30 > 0.6));
    const matrix: DMatrix = {
      columns,
      featureNames: ['a', 'b', 'c'],
      numRow: 900,
      label,
      weight: floats(900).map(Math.abs),
    };
    const params = { objective: 'binary:logistic', subsample: 0.6, colsample_bytree: 0.7, max_bin: 32 } as const;
    const options = { numBoostRound: 20, evalSet: matrix, earlyStoppingRounds: 5 };
    expect(train(params, matrix, options, compiledKernels())).toEqual(train(params, matrix, options, plainKernels()));
  });
});

/** Seeded arrays in the memory of the kernels that will read them. */
interface Random {
  readonly integers: <A extends { [at: number]: number }>(type: ArrayType<A>, length: number, below: number) => A;
  readonly floats: (length: number) => Float32Array;
}

function randomFrom(seed: number, { allocate }: Kernels): Random {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' linear congruential generator
    return (state >>> 8) / 2 ** 24;
  };
  return {
    integers: (type, length, below) => {
      const values = allocate(type, length);
      for (let at = 0; at < length; at++) values[at] = Math.floor(uniform() * below);
      return values;
    },
    floats: (length) => {
      const values = allocate(Float32Array, length);
      for (let at = 0; at < length; at++) values[at] = uniform() * 2 - 1;
      return values;
    },
  };
}
