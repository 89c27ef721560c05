import { denseNumbers, unitsForPower, weightedMean } from '@applied-modeling/evaluation';
import type { TrainedModel, TrainingSet } from '../domain.ts';
import { onlineTestSettings } from '../settings.ts';

type RuledSlates = ReturnType<typeof ruledSlates>;
export type OnlineTest = ReturnType<typeof planOnlineTest>;

/**
 * The test that decides: half the users, by lot, are shown the model's slates, and of a slate it is asked whether anything on it
 * succeeded. Users are drawn and not slates, because who saw one today knows it tomorrow. So slates of a user count as less than
 * independent ones, and by how much is measured on as many weeks of the rule's log, not assumed:
 *
 *   slates needed = slates needed if independent × design effect,  design effect = Σ over users (Σ (success − p))² / (slates × p (1 − p))
 */
export function planOnlineTest(slates: RuledSlates, gain: number) {
  const { mostWeeks, harm } = onlineTestSettings;
  const windows = Array.from({ length: mostWeeks }, (_, at) => logged(slates, at + 1));
  const weeksFor = (more: number) => {
    const enough = windows.findIndex(({ slates, rate, designEffect }) => {
      const alone = unitsForPower({ spared: rate, treated: rate + more, sparedShare: 0.5 });
      return more > 0 && slates >= alone * designEffect;
    });
    return enough < 0 ? null : enough + 1;
  };
  const weeks = weeksFor(gain);
  return {
    /** Slates that succeed beyond those of the rule, of all. */
    gain,
    /** After which 80 of 100 tests tell so large a gain, or half of it, from nothing; null where all these weeks are too few. */
    ...{ weeks, weeksOfHalf: weeksFor(gain / 2) },
    /** As many weeks of the log. */
    log: windows[(weeks ?? mostWeeks) - 1],
    /** Slates that succeed short of those of the rule, by which the model is taken back after a week. */
    harmAfterAWeek: 2 * harm * windows[0].standardError /* two arms of half the users each */,
  };
}

/** Slates that nobody shuffled: whose, how long before the newest, and 1 where anything on one succeeded. */
export function ruledSlates(set: TrainingSet, { fold }: Pick<TrainedModel, 'fold'>) {
  const { userId, day } = set.requests;
  const newest = set.day[fold.test[fold.test.length - 1]];
  const succeeded = new Map<number, number>();
  for (const [row, one] of set.request.entries())
    if (set.position[row] >= 1 && set.isLottery[row] === 0 && !Number.isNaN(set.y[row]))
      succeeded.set(one, Math.max(succeeded.get(one) ?? 0, set.y[row]));
  const weeksAgo = (one: number) => Math.floor((newest - day[one]) / 7);
  return Array.from(succeeded, ([one, success]) => ({ user: userId[one], weeksAgo: weeksAgo(one), success }));
}

function logged(all: RuledSlates, weeks: number) {
  const within = all.filter(({ weeksAgo }) => weeksAgo >= 0 && weeksAgo < weeks);
  const rate = weightedMean(within.length, (slate) => within[slate].success);
  const user = denseNumbers(within.map((one) => one.user));
  const beyond = new Float64Array(new Set(user).size);
  for (const [slate, { success }] of within.entries()) beyond[user[slate]] += success - rate;
  const squares = beyond.reduce((sum, one) => sum + one ** 2, 0);
  return {
    ...{ users: beyond.length, slates: within.length, rate },
    standardError: Math.sqrt(squares) / within.length,
    designEffect: squares / (within.length * rate * (1 - rate)),
  };
}
