import { decimal, layOut, usd } from '@applied-modeling/report';
import { CADENCES } from '../monitor/cadence.ts';
import type { Drill } from './drill.ts';

/** What a drill cost, with the monitor and without one, in US dollars. */
export function costsOf({ cadence, lostUsd, promotedAt, alarm, lateAlarm }: Drill) {
  const until = (at: number) => lostUsd.slice(0, at - promotedAt + 1).reduce((sum, one) => sum + one, 0);
  return {
    /** Until it was rolled back; null where nothing alarmed. */
    watched: alarm && until(alarm.at),
    /** Until the first alarm that needs outcomes. */
    byOutcomes: lateAlarm && until(lateAlarm.at),
    /** Until the next model is trained, a quarter later. */
    unwatched: until(promotedAt + CADENCES[cadence].quarter - 1),
  };
}

/** One screen: what happened when, and what it cost. */
export function tellDrill(drill: Drill): string {
  const { cadence, column, factor, versions, promotedAt, alarm, lateAlarm, rollbackSeconds } = drill;
  const costs = costsOf(drill);
  const at = (step: number, value: string) => ({ label: `${cadence} ${step}`, value });
  const { quarter } = CADENCES[cadence];
  const happened = [
    at(
      promotedAt,
      `version ${versions.bad} is promoted: the gate was cut down to one check. It learnt ${column} in another unit, ${factor} times as large`,
    ),
    ...(alarm === null
      ? [{ label: 'never', value: 'the monitor alarms' }]
      : [
          at(alarm.at, `the monitor alarms (${alarm.signal}); rolled back in ${decimal(rollbackSeconds, 2)} seconds`),
          at(alarm.at + 1, `version ${versions.good} decides again. ${tellRetrained(drill)}`),
        ]),
    ...(lateAlarm ? [at(lateAlarm.at, `only now outcomes would have told of it (${lateAlarm.signal})`)] : []),
  ];
  const cost = [
    { label: 'until the rollback', value: usd(costs.watched) },
    ...(costs.byOutcomes === null ? [] : [{ label: 'by outcomes alone', value: usd(costs.byOutcomes) }]),
    { label: 'by nobody', value: `${usd(costs.unwatched)} until the next model, ${quarter} ${cadence}s later` },
  ];
  return layOut([
    { kind: 'sentence', text: 'A bad model is promoted, found out and rolled back, in a registry of its own' },
    { kind: 'facts', facts: happened },
    { kind: 'sentence', text: "Lost, by the good model's own reckoning of whom each would have acted on:" },
    { kind: 'facts', facts: cost },
  ]);
}

/** An alarm asks for a new model, and moves nobody. */
function tellRetrained({ versions: { retrained, good }, standing }: Drill): string {
  if (retrained === null)
    return `A new model failed its audit: nothing is registered, and version ${good} stays champion`;
  const verdict =
    standing.challenger === retrained ? 'the gate passed it, so it is the challenger' : 'the gate refused it';
  return `A new model is trained, version ${retrained}: ${verdict}, and version ${standing.champion} stays champion`;
}
