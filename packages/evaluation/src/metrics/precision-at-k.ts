import { assertRows, type Weights } from '../rows.ts';
import { asRanked, type RankedScores } from './rank-scores.ts';

/** Slots of one group: a number, or a rule such as `(size) => 0.0133 * size`. */
export type Slots = number | ((groupSize: number) => number);

export type GroupPrecision = {
  readonly group: number;
  readonly size: number;
  readonly positives: number;
  /** Slots filled: k, or the whole group when it is smaller. */
  readonly slots: number;
  readonly hits: number;
};

export type PrecisionAtK = {
  /** Hits / slots over all groups together. */
  readonly precision: number;
  /** What a perfect ranking would reach: Σ min(slots, positives) / Σ slots. Below 1 when positives are scarcer than slots. */
  readonly achievable: number;
  /** Hits / positives; null without a positive. */
  readonly recall: number | null;
  /** Ascending by group; groups of zero weight are left out. */
  readonly groups: readonly GroupPrecision[];
};

/**
 * Precision among the top k of every group, a group being one queue: a week, a day, a region.
 *
 * Equal scores that do not all fit share the slots left, each by its weight: the expectation over an order drawn by lot. A
 * constant score then has the precision of its base rate, whatever order a table is in. A weight is a number of rows; `size`,
 * `positives`, `slots` and `hits` are sums of weights. With a ranking made once, a bootstrap replicate costs O(rows).
 *
 * `group` holds integers whose range is of the order of the number of groups, such as week numbers.
 */
export function precisionAtK(
  {
    label,
    score,
    group,
    weight,
  }: {
    readonly label: ArrayLike<number>;
    readonly score: ArrayLike<number> | RankedScores;
    readonly group: ArrayLike<number>;
    readonly weight?: Weights | undefined;
  },
  k: Slots,
): PrecisionAtK {
  const { order, tieEnd } = asRanked(score);
  assertRows('precisionAtK', { label, score: order, group, weight });
  const totals = groupTotals(label, group, weight);
  const slots = totals.size.map((size) => Math.max(0, Math.min(size, typeof k === 'number' ? k : k(size))));
  const slotsLeft = slots.slice();
  const hits = new Float64Array(slots.length);
  const tied = { weight: new Float64Array(slots.length), positives: new Float64Array(slots.length) };
  let openGroups = slots.reduce((open, groupSlots) => open + Number(groupSlots > 0), 0);
  for (let rank = 0, tieStart = 0; rank < order.length && openGroups > 0; rank++) {
    const row = order[rank];
    const index = group[row] - totals.firstGroup;
    const rowWeight = weight ? weight[row] : 1;
    tied.weight[index] += rowWeight;
    tied.positives[index] += rowWeight * label[row];
    if (tieEnd[rank] === 0) continue;
    for (; tieStart <= rank; tieStart++) {
      const index = group[order[tieStart]] - totals.firstGroup;
      if (tied.weight[index] === 0) continue; // its slots are given, or it weighs nothing
      const taken = Math.min(slotsLeft[index], tied.weight[index]);
      hits[index] += (taken / tied.weight[index]) * tied.positives[index];
      if (taken > 0 && taken === slotsLeft[index]) openGroups -= 1;
      slotsLeft[index] -= taken;
      tied.weight[index] = 0;
      tied.positives[index] = 0;
    }
  }
  const groups = Array.from(slots, (groupSlots, index) => ({
    group: totals.firstGroup + index,
    size: totals.size[index],
    positives: totals.positives[index],
    slots: groupSlots,
    hits: hits[index],
  })).filter(({ size }) => size > 0);
  return { ...overGroups(groups), groups };
}

function groupTotals(label: ArrayLike<number>, group: ArrayLike<number>, weight?: Weights) {
  let firstGroup = Number.POSITIVE_INFINITY;
  let lastGroup = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < group.length; row++) {
    const id = group[row];
    if (!Number.isInteger(id)) throw new RangeError(`precisionAtK: group ${id} of row ${row} is no integer`);
    if (id < firstGroup) firstGroup = id;
    if (id > lastGroup) lastGroup = id;
  }
  const count = group.length ? lastGroup - firstGroup + 1 : 0;
  const size = new Float64Array(count);
  const positives = new Float64Array(count);
  for (let row = 0; row < group.length; row++) {
    const rowWeight = weight ? weight[row] : 1;
    size[group[row] - firstGroup] += rowWeight;
    positives[group[row] - firstGroup] += rowWeight * label[row];
  }
  return { firstGroup, size, positives };
}

function overGroups(groups: readonly GroupPrecision[]): Omit<PrecisionAtK, 'groups'> {
  const total = (of: (group: GroupPrecision) => number) => groups.reduce((sum, group) => sum + of(group), 0);
  const slots = total((group) => group.slots);
  const hits = total((group) => group.hits);
  const positives = total((group) => group.positives);
  if (!(slots > 0)) throw new RangeError(`precisionAtK: ${groups.length} groups offer ${slots} slots; raise k`);
  return {
    precision: hits / slots,
    achievable: total((group) => Math.min(group.slots, group.positives)) / slots,
    recall: positives > 0 ? hits / positives : null,
  };
}
