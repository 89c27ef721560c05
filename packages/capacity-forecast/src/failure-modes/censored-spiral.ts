import { meanKnown, outcomesOfLevels, quantileOf } from '@applied-modeling/evaluation';
import { weeklyClock } from '@applied-modeling/synthetic';
import { type DemandModel, demandOfWeek, learnDemand } from '../demand.ts';
import { costOf } from '../evaluation/window.ts';
import { emptyHours, type PanelHours } from '../forecast/panel.ts';
import { HOURS } from '../label.ts';
import { costQuantile, demandSettings } from '../settings.ts';
import type { NoiseKind } from '../world/demand.ts';
import { historyPolicy } from '../world/history-policy.ts';
import { drawPopulation, type Population, type WorldSize } from '../world/population.ts';
import { createStepper, type ObservedWeek, type Policy, runPolicy, type Stepper } from '../world/stepper.ts';

/**
 * Usage never exceeds the nodes there are. A rule that takes next week's level from last week's usage therefore cannot ask
 * for more than it had, and each quiet week takes some away: the level goes down with demand and does not come up again.
 *
 * Three planners use the same rule, the cost quantile of the four newest weeks: of usage, of demand as estimated from the
 * logs, and of demand itself. The world runs on under each of them. On the dashboard, which shows usage, the first looks
 * cheapest: nothing idles, and who was turned away is not on it.
 */
export function censoredSpiral(seed: number, size: WorldSize, noise: NoiseKind = 'negative-binomial') {
  const live = (policyOf: (world: Stepper) => Policy) => runLive(seed, size, noise, policyOf);
  const careless = live(() => byQuantile((past) => past.map(({ billed }) => Float64Array.from(billed))));
  const correct = live((world) => {
    const model = learnDemand(observe(world.weeks, world.population));
    return byQuantile((past, population) => estimateDemand(model, past, population));
  });
  const oracle = live((world) =>
    byQuantile((past) => past.map(({ week }) => Float64Array.from(world.weeks[week].demand))),
  );
  return { careless, correct, oracle };
}

const CLOCK = weeklyClock('2022-01-03');
const WINDOW_WEEKS = 4;
/** Under the incumbent first, for the demand model to learn from; then long enough for a spiral to settle. */
const LIVE_WEEKS = 130;

function runLive(seed: number, size: WorldSize, noise: NoiseKind, policyOf: (world: Stepper) => Policy) {
  const world = createStepper(seed, drawPopulation(seed, size), { clock: CLOCK, noise });
  runPolicy(world, historyPolicy, demandSettings.learntWeeks);
  runPolicy(world, policyOf(world), LIVE_WEEKS);
  const weeks = world.weeks.slice(demandSettings.learntWeeks);
  const judge = (hoursOf: (week: (typeof weeks)[number]) => Int32Array) =>
    weeks.map((week) => outcomesOfLevels(Float32Array.from(hoursOf(week)), week.nodes));
  const usdOf = (outcomes: ReturnType<typeof judge>) => outcomes.flat().reduce((usd, one) => usd + costOf(one), 0);
  const byDemand = judge(({ demand }) => demand);
  const shortHours = byDemand.flat().reduce((hours, one) => hours + one.short, 0);
  return {
    /** As the dashboard has it: idle nodes are seen, missing ones are not. */
    offlineUsd: usdOf(judge(({ usage }) => usage)),
    liveUsd: usdOf(byDemand),
    shortShare: shortHours / (LIVE_WEEKS * world.population.series * HOURS),
    /** Nodes over mean demand, when a spiral has settled. */
    lastYearCapacityRatio: meanKnown(weeks.slice(-52).map(({ nodes, demand }) => meanKnown(nodes) / meanKnown(demand))),
  };
}

/** The cost quantile of some hours of the newest weeks: `hoursOf` gives series × 168 for each of them. */
function byQuantile(
  hoursOf: (past: readonly ObservedWeek[], population: Population) => readonly Float64Array[],
): Policy {
  return ({ weeks, population }) => {
    const newest = hoursOf(weeks.slice(-WINDOW_WEEKS), population);
    const hours = new Float64Array(newest.length * HOURS);
    return Int32Array.from({ length: population.series }, (_, series) => {
      for (const [at, week] of newest.entries()) {
        hours.set(week.subarray(series * HOURS, (series + 1) * HOURS), at * HOURS);
      }
      return Math.ceil(quantileOf(hours, costQuantile));
    });
  };
}

function estimateDemand(model: DemandModel, past: readonly ObservedWeek[], population: Population): Float64Array[] {
  const panel = observe(past, population);
  return past.map((_, week) => {
    const demand = new Float64Array(population.series * HOURS);
    for (let series = 0; series < population.series; series++) {
      demand.set(demandOfWeek(panel, model, series, week, Number.POSITIVE_INFINITY), series * HOURS);
    }
    return demand;
  });
}

/** What the logs hold of some weeks, as the panel that demand is estimated from; all of it has arrived. */
export function observe(past: readonly ObservedWeek[], { series, neighbour }: Population): PanelHours {
  const [weeks, hours] = [past.length, past.length * HOURS];
  const panel = { ...emptyHours(series * hours), capacity: new Float32Array(series * weeks) };
  const spillsFrom = new Int32Array(series);
  panel.servedKnownAt.fill(0);
  panel.failuresKnownAt.fill(0);
  for (let i = 0; i < series; i++) {
    spillsFrom[neighbour[i]] = i;
    for (const [at, { nodes, billed, retrying, spilling }] of past.entries()) {
      panel.capacity[i * weeks + at] = nodes[i];
      for (let hour = 0; hour < HOURS; hour++) {
        const [from, to] = [i * HOURS + hour, i * hours + at * HOURS + hour];
        panel.served[to] = billed[from];
        panel.failures[to] = retrying[from] + spilling[from];
        if (panel.failures[to] > 0) panel.shortKnownAt[to] = 0;
      }
    }
  }
  return { ...panel, hours, weeks, spillsFrom };
}
