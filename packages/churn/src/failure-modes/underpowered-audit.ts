import * as evaluation from '@applied-modeling/evaluation';
import { randomStream } from '@applied-modeling/synthetic';
import type { CalibratedModel } from '../domain.ts';
import { contactDesign, isInCrisis } from '../incumbent.ts';
import { prices } from '../prices.ts';
import { calendarSettings } from '../settings.ts';
import { SIZES } from '../world/simulate.ts';
import type { LiveWeeks } from './live-weeks.ts';

/** Weeks of a readout that somebody wants to see soon. */
const MONTH = 4;

/**
 * Does the queue work? A fifth of those it lists are spared by lot, and their collapses tell, but only of accounts that are new on it:
 * the same ones stand there for weeks. Careless reads the holdout after a month, goes on with a queue that looks significant and stops
 * any other. Most that work are stopped, and of those that go on too much is promised, because only an exaggeration is significant.
 *
 * Correct asks first how many accounts it takes, refuses to read before, and meanwhile goes on. That has its price: a queue that hardly
 * works goes on as well. So both are lived through, the queue that ships and one of the riskiest who are in no crisis, of whom a
 * contact keeps few. A company as large as the default world, whose accounts are those that this world's queues served.
 */
export function underpoweredAudit({ scorer, calibrator }: CalibratedModel, live: LiveWeeks, seed: number) {
  const chance = evaluation.applyCalibrator(calibrator, scorer.margin(live.set, live.rows));
  const isCalm = (row: number) => !isInCrisis(live.set.ruleInputs.tickets_28d[row]);
  const calmest = chance.map((one, row) => (isCalm(row) ? one : 0));
  const working = auditOf(live.serve(live.worth(chance), prices.contactUsd), live, seed);
  return { working, useless: auditOf(live.serve(calmest, 0), live, seed) };
}

function auditOf(rows: Uint32Array, live: LiveWeeks, seed: number) {
  const size = SIZES.medium / SIZES.small;
  const freshAWeek = (size * rows.length) / calendarSettings.testSteps;
  const spared = evaluation.take(live.truth.clairvoyant, rows).map((chance) => chance || 0);
  const treated = evaluation.take(live.truth.uplift, rows).map((uplift, at) => spared[at] - (uplift || 0));
  const { holdoutShare: sparedShare } = contactDesign;
  const plan = { spared: evaluation.meanKnown(spared), treated: evaluation.meanKnown(treated), sparedShare };
  const units = Math.round(MONTH * freshAWeek);
  const random = randomStream(seed, 'readouts');
  const month = evaluation.simulateReadouts({ spared, treated }, { units, sparedShare, readouts: 500 }, random.uniform);
  const { netUsd } = live.outcomeOf(rows);
  const costUsd = rows.length * prices.contactUsd;
  return {
    ...{ ...plan, freshAWeek, weeksNeeded: evaluation.unitsForPower(plan) / freshAWeek },
    month: { ...month, units, isRefused: evaluation.foreseeReadout(plan, units).kind === 'refused' },
    careless: {
      /** What a significant readout promises of a quarter. */
      offline: { netUsd: size * (month.exaggeration * (netUsd + costUsd) - costUsd) },
      live: { netUsd: size * month.rightShare * netUsd },
    },
    correct: { live: { netUsd: size * netUsd } },
  };
}
