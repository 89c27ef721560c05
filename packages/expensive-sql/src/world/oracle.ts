import { normalCdf } from '@applied-modeling/synthetic';
import { labelContract } from '../label.ts';
import { cost } from './planted.ts';
import type { Query } from './stepper.ts';

/**
 * The best that can be said of a query before it runs, by somebody who knows the formula of its cost: its log is Normal around
 *
 *   formula(text, tables as they are now) + θ,   θ ~ N(0, τ²) of the template, ± σ of the day,
 *
 * and what earlier queries of the template cost beyond the formula tells θ: a Normal posterior, exact as long as all were finished.
 * One that was cut short says that it would have cost more: there the posterior is the Normal with the same mean and variance.
 */
export type Posterior = Readonly<Record<'mean' | 'sd', number>>;

/** P(expensive) of a log cost; by default of one whose mean is known exactly, template and all. */
export function chanceOfExpensive(mean: number, sd: number = cost.noiseSigma): number {
  return normalCdf((mean - Math.log(labelContract.expensiveCpuSeconds)) / sd);
}

export type TemplateFilter = ReturnType<typeof createTemplateFilter>;

/** Follows every template through its queries, which must come by time. */
export function createTemplateFilter(templates: number) {
  const noise = cost.noiseSigma ** 2;
  const theta = new Float64Array(templates);
  const variance = new Float64Array(templates).fill(cost.templateSigma ** 2);
  const onTheWay = Array.from({ length: templates }, (): Query[] => []);

  const learn = ({ template: { id }, status, cpuSeconds, truth }: Query) => {
    const spread = Math.sqrt(variance[id] + noise);
    const z = (Math.log(Math.max(1e-6, cpuSeconds)) - truth.logCpu - theta[id]) / spread;
    const hazard = normalHazard(z);
    const [pull, shrinks] = status === 'FINISHED' ? [z, 1] : [hazard, hazard * (hazard - z)];
    theta[id] += (variance[id] / spread) * pull;
    variance[id] -= (variance[id] / spread) ** 2 * shrinks;
  };

  return {
    /** Of a query that is submitted now. */
    of({ template: { id }, submitted, truth }: Query): Posterior {
      onTheWay[id] = onTheWay[id].filter((query) => {
        const isLater = query.landsMs > submitted.submittedMs;
        if (!isLater) learn(query);
        return isLater;
      });
      return { mean: truth.logCpu + theta[id], sd: Math.sqrt(variance[id] + noise) };
    },
    /** Will be listened to once it has landed. */
    observe(query: Query): void {
      if (!query.fromCache) onTheWay[query.template.id].push(query);
    },
  };
}

/** Density over survival of a standard normal; the mean of what is above z. */
function normalHazard(z: number): number {
  if (z > 5) return z + 1 / z;
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / normalCdf(-z);
}
