import { incumbent, incumbentLevel } from '../incumbent.ts';
import type { Policy } from './stepper.ts';
import { HOURS } from './week-shape.ts';

/** How capacity managers chose levels during the history: by the incumbent rule, of the weeks that are over and billed. */
export const historyPolicy: Policy = ({ population, weeks }) => {
  const newest = weeks.slice(-incumbent.weeks);
  const hours = new Float64Array(newest.length * HOURS);
  return Int32Array.from(population.usualNodes, (usualNodes, i) => {
    if (newest.length === 0) return Math.ceil(incumbent.openingFactor * usualNodes);
    for (const [at, { billed }] of newest.entries()) hours.set(billed.subarray(i * HOURS, (i + 1) * HOURS), at * HOURS);
    return incumbentLevel(hours);
  });
};
