import { poissonNormal } from '@applied-modeling/synthetic';
import { decidedBefore, labelContract } from '../label.ts';
import { costQuantile } from '../prices.ts';
import type { Demand } from './demand.ts';
import { addJobNodes, launchFactor, tenantNodes } from './events.ts';
import { DRAWS, fillNoise, newDraws } from './oracle-draws.ts';
import { level } from './planted.ts';
import { HOURS } from './week-shape.ts';

export const ORACLE_QUANTILES = [0.1, 0.5, 0.8, 0.9, 0.95] as const;

/** What could be known about one week by somebody who sees the hidden level on the decision day. One value a series. */
export interface OracleWeek {
  readonly week: number;
  /** The whole number of nodes with the least expected cost. */
  readonly nodes: Int32Array;
  /** One array a quantile of ORACLE_QUANTILES. */
  readonly quantiles: readonly Float64Array[];
  /** Expected share of hours in which demand exceeds the levels asked about. */
  readonly shortShare: Float64Array;
}

/**
 * The oracle: the distribution of a week's hours given the hidden level on Thursday and every event in the tables by then.
 *
 * What one level costs depends on the hours one by one and not on how they hang together, so no paths are needed: each hour gets
 * draws of its own of the level's drift, of an event nobody announced, of the jobs' realised share and of the noise, and the
 * 5 376 of them are the mixture. The draws are points of a low-discrepancy sequence, the same for every series. Spill from
 * neighbours is left out: it is no demand of the series, and a good plan makes little of it.
 */
export interface Oracle {
  /** `levels`: nodes by series whose `shortShare` is asked for. */
  forecast(week: number, levels: Int32Array): OracleWeek;
}

export function createOracle(demand: Demand): Oracle {
  const { population } = demand;
  const usual = new Float64Array(HOURS);
  const jobs = new Float64Array(HOURS);
  const draws = newDraws();
  let counts = new Int32Array(4096);

  /** Counts the draws of a series-week by nodes; returns the largest. */
  const count = (i: number, week: number): number => {
    const knownMs = decidedBefore(demand.clock.startOf(week));
    const thursday = 7 * week - labelContract.leadDays;
    const deviation = demand.hiddenLevel(i, thursday);
    demand.fillUsual(usual, i, week);
    addJobNodes(jobs.fill(0), demand.events.jobsOf[i], week);
    let largest = 0;
    for (let hour = 0; hour < HOURS; hour++) {
      const day = 7 * week + Math.floor(hour / 24);
      const expected = Math.exp(deviation * level.persistence ** (day - thursday));
      const mean = usual[hour] * expected * launchFactor(demand.events.launchesOf[i], day, knownMs);
      const signed = tenantNodes(demand.events.tenantsOf[i], day, knownMs);
      for (let at = hour * DRAWS; at < (hour + 1) * DRAWS; at++) {
        const lambda =
          (mean * draws.surprise[at] + signed + population.usualNodes[i] * draws.tenantShare[at]) * draws.noise[at];
        const nodes = poissonNormal(lambda, draws.poisson[at]) + Math.round(jobs[hour] * draws.jobShare[at]);
        if (nodes > largest) largest = nodes;
        if (nodes >= counts.length) counts = grown(counts, nodes);
        counts[nodes] += 1;
      }
    }
    return largest;
  };

  const forecast = (week: number, levels: Int32Array): OracleWeek => {
    fillNoise(draws, demand, week);
    const nodes = new Int32Array(population.series);
    const shortShare = new Float64Array(population.series);
    const quantiles = ORACLE_QUANTILES.map(() => new Float64Array(population.series));
    for (let i = 0; i < population.series; i++) {
      const largest = count(i, week);
      nodes[i] = Math.ceil(quantileOfCounts(counts, costQuantile));
      for (const [k, share] of ORACLE_QUANTILES.entries()) quantiles[k][i] = quantileOfCounts(counts, share);
      shortShare[i] = shareAbove(counts, levels[i], largest);
      counts.fill(0, 0, largest + 1);
    }
    return { week, nodes, quantiles, shortShare };
  };
  return { forecast };
}

/** Quantile of whole numbers spread evenly over the unit below each, so that it moves smoothly; rounded up it is the whole quantile. */
function quantileOfCounts(counts: Int32Array, share: number): number {
  const target = share * HOURS * DRAWS;
  let below = 0;
  let nodes = 0;
  while (below + counts[nodes] < target) below += counts[nodes++];
  return Math.max(0, nodes - 1 + (target - below) / counts[nodes]);
}

function shareAbove(counts: Int32Array, nodes: number, largest: number): number {
  let above = 0;
  for (let value = nodes + 1; value <= largest; value++) above += counts[value];
  return above / (HOURS * DRAWS);
}

function grown(counts: Int32Array, nodes: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(2 * nodes);
  out.set(counts);
  return out;
}
