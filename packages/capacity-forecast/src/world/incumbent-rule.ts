import { incumbent } from './planted.ts';
import type { Past, Policy } from './stepper.ts';
import { HOURS } from './week-shape.ts';

/**
 * How capacity managers chose levels during the history: `ceil(1.05 × the 0.90-quantile of hourly usage over the four newest
 * weeks known on that Thursday)`, of bills as they first came. Usage never shows what the nodes could not serve, so a week that
 * was short teaches the rule to be short again; the buffer is all that pulls it up.
 *
 * The quantile interpolates between order statistics, as numpy's and DuckDB's `quantile_cont` do.
 */
export const incumbentRule: Policy = (past: Past) => {
  const newest = past.weeks.slice(-incumbent.weeks);
  const hours = new Int32Array(newest.length * HOURS);
  return Int32Array.from({ length: past.population.series }, (_, i) => {
    if (newest.length === 0) return Math.ceil(incumbent.openingFactor * past.population.usualNodes[i]);
    for (const [at, { billed }] of newest.entries()) hours.set(billed.subarray(i * HOURS, (i + 1) * HOURS), at * HOURS);
    return Math.ceil(incumbent.buffer * quantileOf(hours.sort(), incumbent.quantile));
  });
};

/** Of ascending values, interpolated between the two nearest. */
function quantileOf(sorted: Int32Array, share: number): number {
  const position = share * (sorted.length - 1);
  const low = Math.floor(position);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (position - low) * (sorted[high] - sorted[low]);
}
