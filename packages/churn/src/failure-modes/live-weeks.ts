import { denseNumbers, rankScores, type StepRange, serveOnce, stepsIn, take } from '@applied-modeling/evaluation';
import { readTruth } from '../evaluation/ceilings.ts';
import { keptSharesOf } from '../evaluation/contact-effect.ts';
import { prices } from '../prices.ts';
import { queueSettings } from '../settings.ts';
import { historyPolicy } from '../world/history-policy.ts';
import { readWorld, type SmallWorld } from './read-world.ts';

/** The share of collapses a contact prevents, in a support crisis and else, as the default world's lottery tells; a thousand accounts are too few to. */
export const LEARNT_SHARES = [0.82, prices.saveRate] as const;

/**
 * The weeks of a test window, to be lived through by any queue. From the first of these weeks on the stepper contacts nobody, and every queue serves an account once: so what is known of an account
 * is what would be known of it until the queue serves it, whichever queue that is. What the contact then does is told by the chances
 * the stepper draws by; the luck of the few accounts that pay most stays out of it.
 */
export async function liveWeeks(world: SmallWorld, weeks: StepRange) {
  const rule = historyPolicy(world.seed);
  const policy: typeof rule = (past) => (past.week < weeks.first ? rule(past) : []);
  const left = { ...world, called: `-left-alone-from-${weeks.first}`, policy };
  return readWorld(
    left,
    () => stepsIn(weeks),
    async ({ ingested, set }) => {
      const rows = Uint32Array.from(set.week.keys());
      const truth = (await readTruth(ingested.truthDir, set, rows))!;
      const kept = keptSharesOf(LEARNT_SHARES, set.ruleInputs.tickets_28d);
      const marginUsd = set.arrUsd.map((usd) => (Number.isNaN(usd) ? 0 : usd) * prices.grossMargin);
      const queue = { group: set.week, entity: denseNumbers(set.cluster) };
      return {
        ...{ set, rows, truth },
        /** What a contact is worth, if this is the chance of a collapse, USD. */
        worth: (chance: Float64Array) => chance.map((one, row) => one * kept[row] * marginUsd[row]),
        /** Rows served: every week the first of the list, each account once and none whose score is not above the bound. */
        serve: (score: Float64Array, above?: number) =>
          serveOnce({ ...queue, ranking: rankScores(score) }, (eligible) => queueSettings.share * eligible, above),
        /** What comes of serving them. */
        outcomeOf: (served: Uint32Array) => {
          const uplift = take(truth.uplift, served).map((one) => one || 0);
          const netUsd = uplift.map((one, at) => one * marginUsd[served[at]] - prices.contactUsd);
          return { served: served.length, prevented: sum(uplift), netUsd: sum(netUsd) };
        },
      };
    },
  );
}

export type LiveWeeks = Awaited<ReturnType<typeof liveWeeks>>;

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
