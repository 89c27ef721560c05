/**
 * Adds to `effects` what each feature contributes to rows [0, numRow), one tree after the other: the two passes of
 * `contributions`, at all points of the quadrature. The first six arrays are `ShapArrays`, which says what they hold.
 *
 * `values`, `effects`   column-major, `stride` rows a feature; those beyond numRow are nobody's
 * `scratch`             a forest's numScratch for each row explained at once
 */
export function addContributions(
  firstSplits: Uint32Array,
  splits: Uint32Array,
  thresholds: Float32Array,
  shares: Float64Array,
  leafValues: Float64Array,
  pointWeights: Float64Array,
  values: Float32Array,
  stride: number,
  numRow: number,
  effects: Float64Array,
  scratch: Float64Array,
): void {
  for (let tree = 0; tree + 1 < firstSplits.length; tree++) {
    const [first, end] = [firstSplits[tree], firstSplits[tree + 1]];
    const pass = layOut(scratch, end - first, pointWeights.length);
    pass.open[2 * (end - first)] = 1;
    pass.reach.set(pointWeights);
    for (let at = pass.numSplit * pass.numPoint; at < pass.below.length; at++) {
      pass.below[at] = leafValues[first + tree + Math.floor(at / pass.numPoint) - pass.numSplit];
    }
    const treeSplits = splits.subarray(first * 5, end * 5);
    const treeShares = shares.subarray(first * (1 + 2 * pass.numPoint), end * (1 + 2 * pass.numPoint));
    const treeThresholds = thresholds.subarray(first, end);
    for (let row = 0; row < numRow; row++) {
      ask(pass, treeSplits, treeThresholds, treeShares, values, stride, row);
      descend(pass, treeSplits, treeShares);
      ascend(pass, treeSplits, treeShares, effects, stride, row);
    }
  }
}

/** What one tree says of one row, in parts of the scratch space. */
interface Pass {
  readonly numSplit: number;
  readonly numPoint: number;
  /** A split: (1 if the row goes left) - leftShare; 0 where the row left the path at an earlier split on the feature. */
  readonly lean: Float64Array;
  /** A branch: 1 if the row follows it and the earlier ones on its feature, else 0. */
  readonly open: Float64Array;
  /** A node and a point: the chance of getting there, times the point's weight. */
  readonly reach: Float64Array;
  /** A node and a point: the mean leaf of those who got there. */
  readonly below: Float64Array;
}

function layOut(scratch: Float64Array, numSplit: number, numPoint: number): Pass {
  const open = numSplit;
  const reach = open + 2 * numSplit + 1;
  const below = reach + (2 * numSplit + 1) * numPoint;
  return {
    numSplit,
    numPoint,
    lean: scratch.subarray(0, open),
    open: scratch.subarray(open, reach),
    reach: scratch.subarray(reach, below),
    below: scratch.subarray(below, below + (2 * numSplit + 1) * numPoint),
  };
}

function ask(
  { numSplit, numPoint, lean, open }: Pass,
  splits: Uint32Array,
  thresholds: Float32Array,
  shares: Float64Array,
  values: Float32Array,
  stride: number,
  row: number,
): void {
  for (let split = 0; split < numSplit; split++) {
    const value = values[splits[5 * split] * stride + row];
    const goesLeft = Number.isNaN(value) ? splits[5 * split + 4] : Number(value < thresholds[split]);
    const isOpen = open[splits[5 * split + 3]];
    open[2 * split] = isOpen * goesLeft;
    open[2 * split + 1] = isOpen * (1 - goesLeft);
    lean[split] = isOpen === 1 ? goesLeft - shares[split * (1 + 2 * numPoint)] : 0;
  }
}

function descend({ numSplit, numPoint, lean, reach }: Pass, splits: Uint32Array, shares: Float64Array): void {
  for (let split = 0; split < numSplit; split++) {
    const share = split * (1 + 2 * numPoint);
    const [left, right] = [splits[5 * split + 1] * numPoint, splits[5 * split + 2] * numPoint];
    for (let point = 0; point < numPoint; point++) {
      const all = reach[split * numPoint + point];
      const toLeft = all * (shares[share] + shares[share + 1 + 2 * point] * lean[split]);
      reach[left + point] = toLeft;
      reach[right + point] = all - toLeft;
    }
  }
}

function ascend(
  { numSplit, numPoint, lean, reach, below }: Pass,
  splits: Uint32Array,
  shares: Float64Array,
  effects: Float64Array,
  stride: number,
  row: number,
): void {
  for (let split = numSplit - 1; split >= 0; split--) {
    const share = split * (1 + 2 * numPoint);
    const [left, right] = [splits[5 * split + 1] * numPoint, splits[5 * split + 2] * numPoint];
    let sum = 0;
    for (let point = 0; point < numPoint; point++) {
      const difference = below[left + point] - below[right + point];
      const chanceOfLeft = shares[share] + shares[share + 1 + 2 * point] * lean[split];
      below[split * numPoint + point] = below[right + point] + chanceOfLeft * difference;
      sum += shares[share + 2 + 2 * point] * (reach[split * numPoint + point] * difference);
    }
    effects[splits[5 * split] * stride + row] += lean[split] * sum;
  }
}
