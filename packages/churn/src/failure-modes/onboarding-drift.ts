import { concatRows, driftReference, take } from '@applied-modeling/evaluation';
import {
  alarmsOf,
  chosenOnce,
  columnOf,
  monitorSettings,
  signalsOf,
  sliceIndex,
  type Watch,
} from '@applied-modeling/lifecycle';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { prices } from '../prices.ts';
import { queueSettings } from '../settings.ts';
import { score } from '../stages/8-score.ts';
import { monitor } from '../stages/9-monitor.ts';
import { HISTORY_WEEKS } from '../world/simulate.ts';
import { LEARNT_SHARES } from './live-weeks.ts';
import { readWorld, type SmallWorld } from './read-world.ts';

/** A year of weeks after the history; from the fourth on new accounts are guided. */
const WEEKS = 52;
export const GUIDED_FROM = HISTORY_WEEKS + 4;

/** Accounts in their first 90 days: two dozen a week, too few to say anything, so that eight weeks are taken together. */
const young = { column: 'tenure_days', below: 91, steps: 8, bins: 5 } as const;
const YOUNG_LIMIT = 0.25; /* of the stability index: by custom an alarm */

/**
 * Guided onboarding makes what looks like leaving benign in the first 90 days, and the model goes on fearing it. Accounts that young
 * are few: nothing moves in the distributions of all, and outcomes are a quarter away. Sliced by tenure, the same index moves at once.
 *
 * Careless watches all accounts, and calls new ones that would stay until outcomes tell. Correct leaves new accounts out of the list
 * from the alarm of their slice on. Beside it the same year without guidance, in which every alarm is a false one.
 */
export async function onboardingDrift(world: SmallWorld, learnt: TrainingSet, model: CalibratedModel) {
  const quiet = await watchYear(world, learnt, model);
  const guided = await watchYear({ ...world, called: '-guided', guidedFrom: GUIDED_FROM }, learnt, model);
  return {
    ...{ quiet, guided },
    careless: { offline: { netUsd: -quiet.spentUsd }, live: { netUsd: -guided.spentUsd } },
    correct: { live: { netUsd: -guided.spentUntilAlarmUsd } },
  };
}

async function watchYear(world: SmallWorld, learnt: TrainingSet, { booster, calibrator, fold }: CalibratedModel) {
  const weeks = Array.from({ length: WEEKS }, (_, at) => HISTORY_WEEKS + 1 + at);
  const model = { booster: booster!, calibrator, queue: { ...queueSettings, keptShares: LEARNT_SHARES } };
  const calibration = concatRows(fold.stopping, fold.calibration);
  const drift = driftReference(learnt.columns, learnt.names, { rows: calibration });
  const watch = await readWorld(
    { ...world, following: WEEKS },
    () => weeks,
    ({ ingested, known, set }): Watch => {
      const asked = { steps: weeks, lastMatured: ingested.calendar.lastMaturedStep };
      const seen = monitor(known, set, model, { ...asked, score: (rows) => score(rows, model) });
      return { ...seen, cadence: 'week', version: 0, drift };
    },
  );
  const whenNew = { ...learnt, columns: learnt.columns.map((column) => take(column, calibration)) };
  const [signals, ofYoung] = [signalsOf(watch), sliceIndex(watch, whenNew, young)];
  const alarms = (values: readonly number[], limit: number) =>
    alarmsOf(values, limit, monitorSettings.consecutive).map((at) => weeks[at]);
  const isSince = (_: unknown, at: number) => weeks[at] >= GUIDED_FROM;
  const most = (values: readonly number[]) => values.filter(isSince).reduce((most, one) => Math.max(most, one || 0), 0);
  const scoreDrift = signals.find(({ name }) => name === 'score drift')!.values;
  const youngAlarms = alarms(ofYoung, YOUNG_LIMIT);
  return {
    /** The largest stability index of the chances since the change, of all accounts and of young ones. */
    index: { chances: most(scoreDrift), young: most(ofYoung) },
    alarms: {
      young: youngAlarms,
      everybody: signals.flatMap(({ name, values, limit }) =>
        alarms(values, limit).map((week) => ({ signal: name, week })),
      ),
    },
    young: foretoldOfYoung(watch),
    spentUsd: spentOnStaying(watch),
    spentUntilAlarmUsd: spentOnStaying(
      watch,
      youngAlarms.find((week) => week >= GUIDED_FROM),
    ),
  };
}

/** Of accounts in their first 90 days since the change, what was foretold and what came, as far as nobody was contacted. */
function foretoldOfYoung({ steps }: Watch) {
  const told = { rows: 0, foretold: 0, collapsed: 0 };
  for (const { step, batch, outcome } of steps) {
    if (step < GUIDED_FROM || outcome === null) continue;
    for (const [row, days] of Array.from(columnOf(batch.read, young.column)).entries()) {
      if (!(days < young.below && outcome.weight[row] > 0)) continue;
      told.rows += 1;
      told.foretold += batch.probability[row];
      told.collapsed += outcome.label[row];
    }
  }
  return told;
}

/** On contacts of accounts that are in their first 90 days and stay, from the change until some week. */
function spentOnStaying(watch: Watch, until = Number.POSITIVE_INFINITY): number {
  const wasted = chosenOnce(watch).filter(({ step: { step, batch, outcome }, row }) => {
    const isYoung = columnOf(batch.read, young.column)[row] < young.below;
    return isYoung && outcome?.label[row] === 0 && step >= GUIDED_FROM && step < until;
  });
  return wasted.length * prices.contactUsd;
}
