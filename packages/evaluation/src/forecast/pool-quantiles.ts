import { quantileOf } from '../quantile.ts';

/**
 * What pooling saves: levels that each cover a share of their own row's outcomes, summed over the rows of a group, against the part
 * of that sum which covers the same share of the summed outcomes; both as the mean over groups. Rows are not short at the same
 * time, so what can be moved between them may be less. Outcomes stand row after row, equally many in each; groups are dense.
 */
export function poolQuantiles(
  outcomes: Float32Array,
  {
    levels,
    group,
    covered,
  }: { readonly levels: ArrayLike<number>; readonly group: Int32Array; readonly covered: number },
): { readonly sumOfQuantiles: number; readonly quantileOfSum: number } {
  const each = outcomes.length / levels.length;
  const summed = new Float64Array(group.reduce((largest, id) => Math.max(largest, id), -1) + 1);
  for (const [row, id] of group.entries()) summed[id] += levels[row];
  const pooled = new Float64Array(summed.length * each);
  for (let at = 0; at < outcomes.length; at++) {
    const id = group[Math.floor(at / each)];
    pooled[id * each + (at % each)] += outcomes[at] / summed[id];
  }
  const sumOfQuantiles = summed.reduce((sum, level) => sum + level, 0) / summed.length;
  return { sumOfQuantiles, quantileOfSum: sumOfQuantiles * quantileOf(pooled, covered) };
}
