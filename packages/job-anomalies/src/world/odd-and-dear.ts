import { quantileSorted } from '@applied-modeling/evaluation';
import { robustRule, robustSigma } from '../incumbent.ts';
import { usdPerMinute } from './judge-month.ts';
import type { Past } from './replay.ts';
import type { Policy, StartedRun } from './stepper.ts';

/** Of log minutes: what is usual, and its standard deviation. */
export interface Baseline {
  readonly centre: number;
  readonly sigma: number;
}

/** Median and quartiles, as the rule in force has them. */
export function robustBaseline(values: Float64Array): Baseline {
  const sorted = values.slice().sort();
  const at = (level: number) => quantileSorted(sorted, level);
  return { centre: at(0.5), sigma: robustSigma(at(0.25), at(0.75)) };
}

/** Mean and standard deviation, as the textbook has them. */
export function meanAndDeviation(values: Float64Array): Baseline {
  const mean = (of: (value: number) => number) => values.reduce((sum, value) => sum + of(value), 0) / values.length;
  const centre = mean((value) => value);
  return { centre, sigma: Math.sqrt(mean((value) => (value - centre) ** 2)) };
}

/** The baseline of a run as it starts; null where its job has hardly run. */
export function usualOf({ newest }: Past, { job, startMs }: StartedRun, baselineOf = robustBaseline): Baseline | null {
  const runs = newest(job, startMs);
  if (runs.length < robustRule.minimumRuns) return null;
  return baselineOf(Float64Array.from(runs, ({ minutes }) => Math.log(minutes)));
}

/** Pages while a run goes, once it is so odd and, beyond its usual minutes, so dear. */
export function oddAndDear(
  past: Past,
  usd: number,
  { z = robustRule.z as number, baselineOf = robustBaseline } = {},
): Policy {
  return (run) => {
    const usual = usualOf(past, run, baselineOf);
    if (usual === null) return null;
    const dear = Math.exp(usual.centre) + usd / usdPerMinute(past.population, run.job);
    return { minutes: Math.max(Math.exp(usual.centre + z * usual.sigma), dear), whileRunning: true };
  };
}
