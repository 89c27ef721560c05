/**
 * Exact path-dependent TreeSHAP: how much each feature moved one row's margin away from the average.
 *
 * The value of a set of features S is the tree's expectation when features outside S are unknown: at a split on an unknown
 * feature both children count, weighted by their share of hessians (Lundberg, Erion & Lee 2018, "Consistent Individualized
 * Feature Attribution for Tree Ensembles"). A feature's contribution is its Shapley value in that game, and
 * bias + sum(values) = margin, up to float32 rounding.
 *
 * Let each feature be known with chance t, on its own. The expectation is then a polynomial in these chances, and the Shapley
 * value is the integral, over t from 0 to 1, of its derivative in the feature's own chance (Owen 1972, "Multilinear Extensions of
 * Games"). Gauss-Legendre quadrature is exact for polynomials, at depth 6 with three points (Wettenstein, Mitchell & Yu 2026,
 * "Quadrature-TreeSHAP"). At a point t one pass down a tree and one up give the derivative for all features:
 *
 *     known = t / (t + (1 - t) unknownShare)     if the row followed the earlier branches on the feature, 0 otherwise
 *     left  = leftShare + known lean             the chance of going left, where lean = (1 if the row goes left) - leftShare
 *     reach(child) = reach(split) left, or (1 - left)
 *     below(split) = left below(left child) + (1 - left) below(right child)
 *     contribution of the feature = sum of reach(split) (derivative of known in t) lean (below(left child) - below(right child))
 *
 * where unknownShare is the share of hessians that follows those branches. What depends on no row is made once a booster, and a
 * row costs O(splits x depth), without a table of subsets. Chances stay between 0 and 1, so that no rounding error grows, however
 * deep the trees.
 */
import type { Booster } from './booster.ts';
import { addContributions } from './kernels/add-contributions.ts';
import { createKernels, place } from './kernels.ts';
import { checkColumn } from './matrix.ts';
import { type ShapArrays, shapForestOf } from './shap-forest.ts';

export interface Contributions {
  /** The average margin: the base margin plus every tree's hessian-weighted mean leaf. */
  readonly bias: number;
  /** One contribution a feature, in margin units (log-odds for binary:logistic). */
  readonly values: Float64Array;
}

/** Rows explained together: their effects stay in the second-level cache, one tree's splits in the first. */
const BLOCK_ROWS = 64;

/** Rows that the compiled kernel explains at once. */
const ABREAST = 4;

/** Explains one row, features in training order, NaN for missing. Throws when the row is not as long as the model is wide. */
export function contributions(booster: Booster, row: Float32Array): Contributions {
  checkRow(booster, row);
  const { bias, arrays, numScratch } = shapForestOf(booster);
  const values = new Float64Array(row.length);
  addContributions(...arrays, row, 1, 1, values, new Float64Array(numScratch)); // a row is not worth a memory
  return { bias, values };
}

/** The `values` of `contributions` for each of many rows, at a tenth of the time. */
export function contributionsOfRows(booster: Booster, rows: readonly Float32Array[]): Float64Array[] {
  if (rows.length === 1) return [contributions(booster, rows[0]).values];
  for (const row of rows) checkRow(booster, row);
  const numFeature = booster.featureNames.length;
  const { arrays, numScratch } = shapForestOf(booster);
  const kernels = createKernels();
  const placed = arrays.map((array) => place(kernels, array)) as unknown as ShapArrays;
  const scratch = kernels.allocate(Float64Array, numScratch * ABREAST);
  const values = kernels.allocate(Float32Array, BLOCK_ROWS * numFeature);
  const effects = kernels.allocate(Float64Array, BLOCK_ROWS * numFeature);
  const explained: Float64Array[] = [];
  for (let begin = 0; begin < rows.length; begin += BLOCK_ROWS) {
    const block = rows.slice(begin, begin + BLOCK_ROWS);
    block.forEach((row, at) => {
      for (let feature = 0; feature < numFeature; feature++) values[feature * BLOCK_ROWS + at] = row[feature];
    });
    effects.fill(0);
    kernels.addContributions(...placed, values, BLOCK_ROWS, block.length, effects, scratch);
    for (let at = 0; at < block.length; at++) {
      explained.push(Float64Array.from({ length: numFeature }, (_, feature) => effects[feature * BLOCK_ROWS + at]));
    }
  }
  return explained;
}

function checkRow({ featureNames }: Booster, row: Float32Array): void {
  if (row.length !== featureNames.length) {
    throw new Error(
      `contributions: found a row of ${row.length} values, expected ${featureNames.length}; pass one value a feature, in the model's order`,
    );
  }
  checkColumn(row, featureNames.length, 'contributions: row');
}
