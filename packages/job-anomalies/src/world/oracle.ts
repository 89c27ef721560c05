import { MS_PER_DAY } from '@applied-modeling/synthetic';
import { type Tier, worthwhileMinutes } from '../prices.ts';
import { heavyDensity, heavySurvival } from './noise.ts';
import { cause } from './planted.ts';
import type { Run } from './stepper.ts';

/**
 * The best that can be said of a run while it runs, by somebody who knows the rules of the world: P(page-worthy | still running
 * after e minutes), a ratio of survival functions of a finite mixture over causes.
 *
 * It is generous in three ways, so it is a bound and not quite a forecaster: it knows the noise carried over from the run before
 * exactly, it knows of a bad node from its first minute, and it knows what has crept in. Factors that are drawn from a
 * range stand on a grid.
 */

/** Log factors of a cause, equally likely. */
const grid = ([low, high]: readonly [number, number], points: number): number[] => {
  const [from, to] = [Math.log(low), Math.log(high)];
  return Array.from({ length: points }, (_, point) => from + ((point + 0.5) / points) * (to - from));
};
const SKEW = grid(cause.skew.factor, 5);
const SPOT = grid(cause.spotLoss.factor, 3);
const NODE = grid(cause.badNode.factor, 3);
const REGRESSION = grid(cause.regression.factor, 4);

/** What is known of a run before it starts. */
export interface Outlook {
  /** Log minutes, and their standard deviation, if nothing slows it. */
  readonly centre: number;
  readonly scale: number;
  readonly isSpot: boolean;
  readonly hasBadNode: boolean;
  /** P(the code is broken), and by how much in the log if it is. */
  readonly regression: number;
  readonly regressionLogFactor: number;
}

/** P(the run ends up page-worthy | it still runs after so many minutes). At 0 minutes it has just started. */
export function chanceOfPageWorthy(outlook: Outlook, { expectedMinutes, tier, elapsedMinutes }: Asked): number {
  const { centre, scale } = outlook;
  const limit = Math.log(expectedMinutes + worthwhileMinutes(tier));
  const elapsed = Math.log(elapsedMinutes);
  let [worthy, running] = [0, 0];
  for (const { weight, logFactor } of mixtureOf(outlook)) {
    worthy += weight * heavySurvival((Math.max(limit, elapsed) - centre - logFactor) / scale);
    running += weight * heavySurvival((elapsed - centre - logFactor) / scale);
  }
  return running > 0 ? worthy / running : Number(elapsed > limit);
}

interface Asked {
  readonly expectedMinutes: number;
  readonly tier: Tier;
  readonly elapsedMinutes: number;
}

/** The same for somebody who also knows what slows this run. */
export function clairvoyantChance(centre: number, scale: number, asked: Asked): number {
  const limit = Math.log(asked.expectedMinutes + worthwhileMinutes(asked.tier));
  const elapsed = Math.log(asked.elapsedMinutes);
  const beyond = (at: number) => heavySurvival((at - centre) / scale);
  return beyond(Math.max(limit, elapsed)) / beyond(elapsed);
}

interface Component {
  readonly weight: number;
  readonly logFactor: number;
}

function mixtureOf({ isSpot, hasBadNode, regression, regressionLogFactor }: Outlook): Component[] {
  const broken = [
    { weight: 1 - regression, logFactor: 0 },
    { weight: regression, logFactor: regressionLogFactor },
  ];
  return product(
    broken.filter(({ weight }) => weight > 1e-4),
    transientMixture(isSpot, hasBadNode),
  );
}

function transientMixture(isSpot: boolean, hasBadNode: boolean): readonly Component[] {
  return TRANSIENT[Number(isSpot)][Number(hasBadNode)];
}

const TRANSIENT = [false, true].map((isSpot) => [false, true].map((hasBadNode) => drawTransient(isSpot, hasBadNode)));

function drawTransient(isSpot: boolean, hasBadNode: boolean): Component[] {
  const spotShare = isSpot ? cause.spotLoss.share : 0;
  const spread = (weight: number, factors: readonly number[]) =>
    factors.map((logFactor) => ({ weight: weight / factors.length, logFactor }));
  const alone = [
    { weight: 1 - cause.skew.share - spotShare, logFactor: 0 },
    ...spread(cause.skew.share, SKEW),
    ...(isSpot ? spread(spotShare, SPOT) : []),
  ];
  return hasBadNode ? product(alone, spread(1, NODE)) : alone;
}

function product(some: readonly Component[], others: readonly Component[]): Component[] {
  return some.flatMap((a) =>
    others.map((b) => ({ weight: a.weight * b.weight, logFactor: a.logFactor + b.logFactor })),
  );
}

/** Follows every job through its runs: is its code broken, and how badly? A forward filter over five states. */
export interface RegressionFilter {
  /** Before a run that starts then. */
  prior(job: number, startMs: number): Pick<Outlook, 'regression' | 'regressionLogFactor'>;
  deployed(job: number): void;
  observe(run: Run, isSpot: boolean): void;
}

export function createRegressionFilter(jobs: number): RegressionFilter {
  const states = 1 + REGRESSION.length;
  const belief = new Float64Array(jobs * states).map((_, at) => Number(at % states === 0));
  const knownMs = new Float64Array(jobs);

  const ofJob = (job: number) => belief.subarray(job * states, (job + 1) * states);
  const heal = (job: number, ms: number) => {
    const stays = Math.exp(-Math.max(0, ms - knownMs[job]) / MS_PER_DAY / cause.regression.meanDays);
    const states = ofJob(job);
    for (let state = 1; state < states.length; state++) {
      states[0] += states[state] * (1 - stays);
      states[state] *= stays;
    }
    knownMs[job] = ms;
  };

  return {
    prior: (job, startMs) => {
      heal(job, startMs);
      const broken = ofJob(job).subarray(1);
      const regression = broken.reduce((sum, share) => sum + share, 0);
      const sum = broken.reduce((total, share, state) => total + share * REGRESSION[state], 0);
      return { regression, regressionLogFactor: regression > 0 ? sum / regression : 0 };
    },
    deployed: (job) => {
      const states = ofJob(job);
      const breaks = states[0] * cause.regression.share;
      states[0] -= breaks;
      for (let state = 1; state < states.length; state++) states[state] += breaks / REGRESSION.length;
    },
    observe: ({ job, minutes, hasFailed, truth }, isSpot) => {
      if (hasFailed) return;
      const states = ofJob(job);
      const z = Math.log(minutes / truth.expectedMinutes) - truth.carried - truth.creep;
      const transient = transientMixture(isSpot, truth.hasBadNode);
      let total = 0;
      for (let state = 0; state < states.length; state++) {
        const left = state === 0 ? z : z - REGRESSION[state - 1];
        let likelihood = 0;
        for (const { weight, logFactor } of transient)
          likelihood += weight * heavyDensity((left - logFactor) / truth.scale);
        states[state] *= likelihood;
        total += states[state];
      }
      for (let state = 0; state < states.length; state++) states[state] /= total;
    },
  };
}
