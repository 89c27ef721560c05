import { normalQuantile, within } from '@applied-modeling/synthetic';
import { labelContract } from '../label.ts';
import { type Demand, levelVariance, noiseFactorOf } from './demand.ts';
import { job, launch, tenant } from './planted.ts';
import { HOURS } from './week-shape.ts';

/** Draws an hour. Against 1,024 of them, quantiles are off by 0.3 % and the short share by 0.0015 (root mean square). */
export const DRAWS = 32;

/** What nobody can know on the decision day, drawn for the hours of any week: hour-major, DRAWS an hour. */
export interface Draws {
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

/** All but the noise, which `fillNoise` adds week by week. */
export function newDraws(): Draws {
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
  return labelContract.leadDays + Math.floor(at / (24 * DRAWS));
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

export function fillNoise({ noise, noiseNormal, noiseTail }: Draws, demand: Demand, week: number): void {
  for (let at = 0; at < noise.length; at++)
    noise[at] = noiseFactorOf(demand.noise, week, noiseNormal[at], noiseTail[at]);
}

const DIMENSIONS = 9;

/** The generalised golden ratio of nine dimensions: the root of x^10 = x + 1 (Roberts 2018). */
const RATIO = Array.from({ length: 60 }).reduce<number>((x) => (1 + x) ** (1 / (DIMENSIONS + 1)), 1);
const STEPS = Array.from({ length: DIMENSIONS }, (_, k) => RATIO ** -(k + 1));

/** Coordinate `k` of point `at` of an additive low-discrepancy sequence on the open unit cube. */
function point(at: number, k: number): number {
  return Math.max(1e-9, (0.5 + (at + 1) * STEPS[k]) % 1);
}
