import { concatRows, driftReference } from '@applied-modeling/evaluation';
import { alarmsOf, chosenOnce, columnOf, monitorSettings, signalsOf, type Watch } from '@applied-modeling/lifecycle';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { newAccounts, newAccountsReference } from '../evaluation/new-accounts.ts';
import { prices } from '../prices.ts';
import { queueSettings } from '../settings.ts';
import { score } from '../stages/8-score.ts';
import { monitor, NEW_ACCOUNTS_DRIFT } from '../stages/9-monitor.ts';
import { HISTORY_WEEKS } from '../world/simulate.ts';
import { LEARNT_SHARES } from './live-weeks.ts';
import { readWorld, type SmallWorld } from './read-world.ts';

/** A year of weeks after the history; from the fourth on new accounts are guided. */
const WEEKS = 52;
export const GUIDED_FROM = HISTORY_WEEKS + 4;

/**
 * Guided onboarding makes what looks like leaving benign in the first 90 days, and the model goes on fearing it. Accounts that young
 * are few: nothing moves in the distributions of all, and outcomes are a quarter away. Sliced by tenure, the same index moves at once.
 *
 * Careless watches all accounts, and goes on calling new ones until outcomes tell. Correct leaves new accounts out of the list from the
 * alarm of their slice on, and loses those that a call would have kept. Beside it the same year without guidance, in which every alarm
 * is a false one.
 */
export async function onboardingDrift(world: SmallWorld, learnt: TrainingSet, model: CalibratedModel) {
  const quiet = await watchYear(world, learnt, model);
  const guided = await watchYear({ ...world, called: '-guided', guidedFrom: GUIDED_FROM }, learnt, model);
  return {
    ...{ quiet, guided },
    careless: { offline: { netUsd: quiet.netUsd }, live: { netUsd: guided.netUsd } },
    correct: { live: { netUsd: guided.netUntilAlarmUsd } },
  };
}

async function watchYear(world: SmallWorld, learnt: TrainingSet, trained: CalibratedModel) {
  const weeks = Array.from({ length: WEEKS }, (_, at) => HISTORY_WEEKS + 1 + at);
  const { booster, calibrator, fold } = trained;
  const queue = { ...queueSettings, keptShares: LEARNT_SHARES };
  const model = { booster: booster!, calibrator, queue, newAccounts: newAccountsReference(learnt, trained) };
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
  const signals = signalsOf(watch);
  const isSince = (_: unknown, at: number) => weeks[at] >= GUIDED_FROM;
  const most = (signal: string) =>
    signals
      .find(({ name }) => name === signal)!
      .values.filter(isSince)
      .reduce((most, one) => Math.max(most, one || 0), 0);
  const alarms = signals.flatMap(({ name, values, limit }) =>
    alarmsOf(values, limit, monitorSettings.consecutive).map((at) => ({ signal: name, week: weeks[at] })),
  );
  const ofYoung = ({ signal }: (typeof alarms)[number]) => signal === NEW_ACCOUNTS_DRIFT;
  const youngAlarms = alarms.filter(ofYoung).map(({ week }) => week);
  return {
    /** The largest stability index of the chances since the change, of all accounts and of young ones. */
    index: { chances: most('score drift'), young: most(NEW_ACCOUNTS_DRIFT) },
    alarms: { young: youngAlarms, everybody: alarms.filter((alarm) => !ofYoung(alarm)) },
    young: foretoldOfYoung(watch),
    netUsd: netOfYoung(watch),
    netUntilAlarmUsd: netOfYoung(
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
    for (const [row, days] of Array.from(columnOf(batch.read, newAccounts.column)).entries()) {
      if (!(days < newAccounts.below && outcome.weight[row] > 0)) continue;
      told.rows += 1;
      told.foretold += batch.probability[row];
      told.collapsed += outcome.label[row];
    }
  }
  return told;
}

/**
 * What contacts of accounts in their first 90 days bring, from the change until some week: of those that would leave, what a contact
 * keeps by the effects the queue counts with, less its price. Of accounts whose outcome says what happens without one.
 */
function netOfYoung(watch: Watch, until = Number.POSITIVE_INFINITY): number {
  const called = chosenOnce(watch).filter(({ step: { step, batch, outcome }, row }) => {
    const isYoung = columnOf(batch.read, newAccounts.column)[row] < newAccounts.below;
    return isYoung && step >= GUIDED_FROM && step < until && outcome !== null && outcome.weight[row] > 0;
  });
  return called.reduce((net, { step: { batch, outcome }, row }) => {
    const keptUsd = batch.expectedUsd[row] / batch.probability[row];
    return net + outcome!.label[row] * keptUsd - prices.contactUsd;
  }, 0);
}
