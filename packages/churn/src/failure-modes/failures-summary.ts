import { readFileSync } from 'node:fs';
import { acrossWorlds, failureCosts, pooledAcrossWorlds, quantileOf } from '@applied-modeling/evaluation';
import { estimate, usd } from '@applied-modeling/report';
import type { FailuresOfWorld } from './failures.ts';
import { WAYS } from './intervention-contamination.ts';
import { GUIDED_FROM } from './onboarding-drift.ts';

/** What `pnpm churn:failures` saved last, world by world; committed, so that no training run has to repeat it. */
export const FAILURES_FILE = new URL('../../failures.json', import.meta.url);

export function readFailures(): readonly FailuresOfWorld[] {
  return JSON.parse(readFileSync(FAILURES_FILE, 'utf8'));
}

/** Means over all worlds, and in how many of them the sign holds: one world shows a mechanism, twenty show how often. */
export function summariseNaiveJoin(worlds: readonly FailuresOfWorld[]) {
  const honest = worlds.map(({ naiveJoin }) => naiveJoin.honest);
  return {
    worlds: worlds.length,
    honest: mean(honest),
    careless: worlds[0].naiveJoin.careless.map(({ name, changed, live }, index) => {
      const joins = worlds.map(({ naiveJoin }) => naiveJoin.careless[index]);
      const gains = joins.map(({ offline }, world) => offline - honest[world]);
      return {
        name,
        changed: changed === null ? null : mean(joins.map((join) => join.changed!)),
        offline: mean(joins.map((join) => join.offline)),
        live: live === null ? null : mean(joins.map((join) => join.live!)),
        /** Offline − honest, with an interval over worlds. */
        gain: acrossWorlds(gains),
        worldsBetterOffline: gains.filter((gain) => gain > 0).length,
        worldsWorseLive: live === null ? null : joins.filter((join, world) => join.live! < honest[world]).length,
      };
    }),
  };
}

const mean = (values: readonly number[]) => acrossWorlds(values).estimate;

/** The failures in dollars, careless and correct. */
export const FAILURES = [
  {
    mode: 'riskQueue',
    careless: 'the likeliest to collapse are called',
    correct: 'those for whom a call is worth most',
  },
  { mode: 'interventionContamination', careless: 'learns from outcomes as observed', correct: 'from the uncontacted' },
  { mode: 'onboardingDrift', careless: 'new accounts called until outcomes tell', correct: 'until their slice alarms' },
  { mode: 'underpoweredAudit', careless: 'a queue that works stops unless a month is significant', correct: 'goes on' },
  { mode: 'uselessQueue', careless: 'one that hardly works, the same', correct: 'goes on' },
] as const;

/** Their dollars, and the figures that say why. */
export function summariseFailures(worlds: readonly FailuresOfWorld[]) {
  const inDollars = worlds.map(({ seed, naiveJoin, ...modes }) => modes);
  const modes = FAILURES.map(({ mode }) => mode);
  return {
    ...failureCosts(inDollars, modes),
    contamination: summariseContamination(worlds.map((world) => world.interventionContamination)),
    drift: summariseDrift(worlds.map((world) => world.onboardingDrift)),
    weeksNeeded: quantileOf(
      Float64Array.from(worlds, (world) => world.underpoweredAudit.weeksNeeded),
      0.5,
    ),
  };
}

function summariseContamination(worlds: readonly FailuresOfWorld['interventionContamination'][]) {
  const logOdds = (rate: number) => Math.log(rate / (1 - rate));
  const pooled = (way: keyof (typeof worlds)[number]['rates']) =>
    pooledAcrossWorlds(worlds, (some) => {
      const rateOf = (group: 'inCrisis' | 'calm') => some.reduce((sum, { rates }) => sum + rates[way][group], 0);
      return logOdds(rateOf('inCrisis') / some.length) - logOdds(rateOf('calm') / some.length);
    });
  const sum = (of: (world: (typeof worlds)[number]) => number) => worlds.reduce((total, world) => total + of(world), 0);
  return {
    truth: pooled('truth'),
    collapsed: sum(({ crises }) => crises.collapsed),
    ways: WAYS.map((way) => ({ way, logOdds: pooled(way), foretold: sum(({ ways }) => ways[way].foretold) })),
    precisionGain: acrossWorlds(worlds.map(({ ways }) => ways.weighted.precisionAtK - ways.naive.precisionAtK)),
  };
}

function summariseDrift(worlds: readonly FailuresOfWorld['onboardingDrift'][]) {
  const since = (weeks: readonly number[]) => weeks.filter((week) => week >= GUIDED_FROM);
  const found = worlds.flatMap(({ guided }) => since(guided.alarms.young)[0] ?? []);
  const lost = worlds.flatMap(({ quiet, guided }) => {
    const weeksOf = ({ alarms }: typeof quiet) =>
      since(alarms.everybody.filter(({ signal }) => signal === 'lost precision').map(({ week }) => week));
    return weeksOf(guided).filter((week) => !weeksOf(quiet).includes(week))[0] ?? [];
  });
  const after = (weeks: readonly number[]) => quantileOf(Float64Array.from(weeks), 0.5) - GUIDED_FROM;
  return {
    ...{ found: found.length, after: after(found), lost: lost.length, lostAfter: after(lost) },
    falseAlarms: worlds.flatMap(({ quiet }) => since(quiet.alarms.young)).length,
  };
}

/** The same in words, for a terminal. */
export function tellFailures(results: readonly FailuresOfWorld[]): string {
  const { worlds, honest, careless } = summariseNaiveJoin(results);
  const joins = careless.map(({ name, gain, live, worldsBetterOffline, worldsWorseLive }) => {
    const deployed = live === null ? 'live unknown' : `live ${live.toFixed(3)}, worse in ${worldsWorseLive}`;
    return `  ${name}: offline ${estimate(gain)} more, better in ${worldsBetterOffline}; ${deployed}`;
  });
  const { mean, gainUsd, contamination, drift, weeksNeeded } = summariseFailures(results);
  const dollars = FAILURES.map(({ mode, careless, correct }) => {
    const { careless: one, correct: other } = mean[mode];
    return `  ${careless} ${usd(one.live.netUsd)}, ${correct} ${usd(other.live.netUsd)}, better in ${gainUsd[mode].worldsBetter}`;
  });
  const ways = contamination.ways.map(({ way, logOdds }) => `${way} ${estimate(logOdds)}`);
  const { exaggeration } = mean.underpoweredAudit.month;
  return [
    `average precision, mean of ${worlds} small worlds; the honest join: ${honest.toFixed(3)}`,
    ...joins,
    `log-odds of a crisis: truth ${estimate(contamination.truth)}; ${ways.join('; ')}`,
    `guided onboarding: the slice alarms in ${drift.found} after ${drift.after} weeks, lost precision of all accounts in ${drift.lost}`,
    `a holdout needs ${weeksNeeded.toFixed(0)} weeks; a significant month says ${exaggeration.toFixed(1)} times the truth`,
    'net dollars live',
    ...dollars,
  ].join('\n');
}
