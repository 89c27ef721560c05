import { randomStream, within } from '@applied-modeling/synthetic';
import { completeWeeksBack, decidedBefore } from '../label.ts';
import { createDemand, type Demand, type DemandOptions } from './demand.ts';
import { corrections, unmet as planted } from './planted.ts';
import type { Population } from './population.ts';
import { HOURS } from './week-shape.ts';

/** What happened in one week under the levels of a policy. All arrays but `nodes` are series × 168 hours. */
export interface Week {
  readonly week: number;
  /** Provisioned, by series. */
  readonly nodes: Int32Array;
  readonly demand: Int32Array;
  /** Demand that came over from the neighbour whose own nodes were gone the hour before. */
  readonly spillIn: Int32Array;
  /** min(demand + spillIn, nodes) */
  readonly usage: Int32Array;
  /** Usage as billing first has it: wrong in 1.5 % of hours. */
  readonly billed: Int32Array;
  /** demand + spillIn − usage */
  readonly unmet: Int32Array;
  /** Of the unmet: tries again three times, and moves on to the neighbour. The rest is lost without a trace. */
  readonly retrying: Int32Array;
  readonly spilling: Int32Array;
}

/** What the logs hold of a week that is over. `billed` and not `usage`: some corrections are still to come. */
export type ObservedWeek = Pick<Week, 'week' | 'nodes' | 'billed' | 'retrying' | 'spilling'>;

/** What a policy may look at on the Thursday of the week before: the weeks that are over and billed, up to week − 2. */
export interface Past {
  readonly week: number;
  readonly decidedAtMs: number;
  readonly population: Population;
  readonly weeks: readonly ObservedWeek[];
}

/** Whole nodes for every series, decided on a Thursday for the week after. */
export type Policy = (past: Past) => Int32Array;

export interface Stepper {
  readonly population: Population;
  readonly demand: Demand;
  /** Weeks stepped so far, week 0 first. */
  readonly weeks: readonly Week[];
  past(week: number): Past;
  /** Runs week `week`, which must be the next one, with these nodes by series. */
  step(week: number, nodes: Int32Array): Week;
}

/** A world at week 0. Demand takes no notice of the policy; what is served, spilt and lost does. */
export function createStepper(seed: number, population: Population, options: DemandOptions): Stepper {
  const demand = createDemand(seed, population, options);
  const rounding = randomStream(seed, 'unmet');
  const billing = randomStream(seed, 'billing');
  const weeks: Week[] = [];
  let arriving = new Int32Array(population.series);

  const serve = (happened: Week, hour: number) => {
    const next = new Int32Array(population.series);
    for (let i = 0; i < population.series; i++) {
      const at = i * HOURS + hour;
      happened.spillIn[at] = arriving[i];
      const asked = happened.demand[at] + arriving[i];
      const usage = Math.min(asked, happened.nodes[i]);
      happened.usage[at] = usage;
      happened.billed[at] = firstBill(usage, billing.uniform(i, happened.week * HOURS + hour));
      if (usage === asked) continue;
      const u = rounding.uniform(i, happened.week * HOURS + hour);
      happened.unmet[at] = asked - usage;
      happened.retrying[at] = Math.floor((asked - usage) * planted.retryShare + u);
      happened.spilling[at] = Math.floor((asked - usage) * planted.spillShare + 1 - u);
      next[population.neighbour[i]] += happened.spilling[at];
    }
    arriving = next;
  };

  const step = (week: number, nodes: Int32Array): Week => {
    if (week !== weeks.length) throw new RangeError(`step: found week ${week}, expected ${weeks.length}, the next one`);
    const happened = newWeek(week, nodes, demand.ofWeek(week));
    for (let hour = 0; hour < HOURS; hour++) serve(happened, hour);
    weeks.push(happened);
    return happened;
  };
  const past = (week: number): Past => ({
    week,
    decidedAtMs: decidedBefore(options.clock.startOf(week)),
    population,
    weeks: weeks.slice(0, Math.max(0, week + 1 - completeWeeksBack)),
  });
  return { population, demand, weeks, past, step };
}

/** Runs the next `count` weeks under a policy. */
export function runPolicy(world: Stepper, policy: Policy, count: number): void {
  for (let done = 0; done < count; done++) {
    const week = world.weeks.length;
    world.step(week, policy(world.past(week)));
  }
}

function firstBill(usage: number, u: number): number {
  if (u >= corrections.share || usage === 0) return usage;
  const billed = Math.round(usage * within(corrections.factor, u / corrections.share));
  return billed === usage ? usage + 1 : billed;
}

function newWeek(week: number, nodes: Int32Array, demand: Int32Array): Week {
  const cells = () => new Int32Array(demand.length);
  return {
    week,
    nodes,
    demand,
    spillIn: cells(),
    usage: cells(),
    billed: cells(),
    unmet: cells(),
    retrying: cells(),
    spilling: cells(),
  };
}
