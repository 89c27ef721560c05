import { quantileOf } from '../quantile.ts';
import type { QuantileForecast } from './quantile-forecast.ts';

/**
 * Split conformal for quantiles, by group (Lei et al. 2018; Romano et al. 2019): group → for each level, what to add to the log of
 * the predicted quantile so that its promised share of the group's outcomes lies at or under it. Rows must have taught the
 * forecast nothing. Outcomes of a row move together, so the promise holds on average over rows and not in each.
 *
 * `outcomes` are positive and stand row after row, equally many in each; `group` names every row's.
 */
export function conformalShifts(
  outcomes: Float32Array,
  { levels, quantiles }: QuantileForecast,
  group: readonly string[],
): Readonly<Record<string, readonly number[]>> {
  const each = outcomes.length / group.length;
  const shiftsOf = (name: string) => {
    const members = [...group.keys()].filter((row) => group[row] === name);
    const scores = (predicted: Float32Array) =>
      Float64Array.from({ length: members.length * each }, (_, at) => {
        const row = members[Math.floor(at / each)];
        return Math.log(outcomes[row * each + (at % each)] / predicted[row]);
      });
    return levels.map((level, index) => quantileOf(scores(quantiles[index]), level));
  };
  return Object.fromEntries([...new Set(group)].map((name) => [name, shiftsOf(name)]));
}
