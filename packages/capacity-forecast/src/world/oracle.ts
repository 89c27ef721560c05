import { normalQuantile, poissonNormal } from '@applied-modeling/synthetic';
import { type Demand, noiseFactorOf } from './demand.ts';
import { addJobNodes, launchFactor, tenantNodes } from './events.ts';
import { levelVariance } from './hidden-level.ts';
import { decision, job, launch, level, tenant, within } from './planted.ts';
import { SERVICE_LEVEL } from './prices.ts';
import { decidedAt } from './stepper.ts';
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

/** Draws an hour. Against 1,024 of them, quantiles are off by 0.3 % and the short share by 0.0015 (root mean square). */
const DRAWS = 32;

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
    const knownMs = decidedAt(demand, week);
    const thursday = 7 * (week - 1) + decision.day;
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
      nodes[i] = Math.ceil(quantileOfCounts(counts, SERVICE_LEVEL));
      for (const [k, share] of ORACLE_QUANTILES.entries()) quantiles[k][i] = quantileOfCounts(counts, share);
      shortShare[i] = shareAbove(counts, levels[i], largest);
      counts.fill(0, 0, largest + 1);
    }
    return { week, nodes, quantiles, shortShare };
  };
  return { forecast };
}

interface Draws {
  /** Drift of the level and a launch nobody announced, as a factor. */
  readonly surprise: Float64Array;
  /** A tenant nobody announced, as a share of the usual nodes. */
  readonly tenantShare: Float64Array;
  readonly jobShare: Float64Array;
  readonly poisson: Float64Array;
  /** Gamma factor; its normals and uniforms are kept, because a heavy noise changes from week to week. */
  readonly noise: Float64Array;
  readonly noiseNormal: Float64Array;
  readonly noiseTail: Float64Array;
}

function newDraws(): Draws {
  const size = HOURS * DRAWS;
  const column = (value: (at: number) => number) => Float64Array.from({ length: size }, (_, at) => value(at));
  return {
    surprise: column((at) => {
      const days = daysAhead(at);
      return Math.exp(Math.sqrt(levelVariance(days)) * normalQuantile(point(at, 0))) * surpriseLaunch(days, at);
    }),
    tenantShare: column((at) => surpriseTenant(daysAhead(at), at)),
    jobShare: column((at) => within(job.realisedShare, point(at, 5))),
    poisson: column((at) => normalQuantile(point(at, 2))),
    noise: new Float64Array(size),
    noiseNormal: column((at) => normalQuantile(point(at, 1))),
    noiseTail: column((at) => point(at, 6)),
  };
}

/** Days from the decision's Thursday to the day of a draw: 4 on Monday, 10 on Sunday. */
function daysAhead(at: number): number {
  return 7 - decision.day + Math.floor(at / (24 * DRAWS));
}

/** An unannounced launch, of the series or of its region, that took effect between that Thursday and the day of the draw. */
function surpriseLaunch(days: number, at: number): number {
  const weekly = (launch.seriesWeekly + launch.regionWeekly) * (1 - launch.announcedShare);
  const u = point(at, 3) / chanceSince(weekly, days);
  if (u >= 1) return 1;
  const age = Math.floor(u * (days + 1));
  const length = Math.round(7 * within(launch.weeks, point(at, 7)));
  return 1 + (within(launch.uplift, point(at, 8)) * (length - age)) / length;
}

function surpriseTenant(days: number, at: number): number {
  const u = point(at, 4) / chanceSince(tenant.weekly * (1 - tenant.signedShare), days);
  return u < 1 ? within(tenant.sizeShare, u) : 0;
}

/** Chance of an event of a weekly rate on any of `days + 1` days, Thursday included: it is in no table on Thursday morning. */
function chanceSince(weekly: number, days: number): number {
  return 1 - (1 - weekly / 7) ** (days + 1);
}

function fillNoise({ noise, noiseNormal, noiseTail }: Draws, demand: Demand, week: number): void {
  for (let at = 0; at < noise.length; at++)
    noise[at] = noiseFactorOf(demand.noise, week, noiseNormal[at], noiseTail[at]);
}

const DIMENSIONS = 9;

/** The generalised golden ratio of nine dimensions: the root of x^10 = x + 1 (Roberts 2018). */
const RATIO = Array.from({ length: 60 }).reduce<number>((x) => (1 + x) ** (1 / (DIMENSIONS + 1)), 1);
const STEPS = Array.from({ length: DIMENSIONS }, (_, k) => RATIO ** -(k + 1) % 1);

/** Coordinate `k` of point `at` of an additive low-discrepancy sequence on the open unit cube. */
function point(at: number, k: number): number {
  return Math.max(1e-9, (0.5 + (at + 1) * STEPS[k]) % 1);
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
