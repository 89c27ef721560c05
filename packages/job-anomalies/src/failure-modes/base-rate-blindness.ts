import { normalCdf } from '@applied-modeling/synthetic';
import { robustRule } from '../incumbent.ts';
import { prices } from '../prices.ts';
import { budgetSettings } from '../settings.ts';
import { judgeMonth, usdPerMinute } from '../world/judge-month.ts';
import { oddAndDear, usualOf } from '../world/odd-and-dear.ts';
import { HISTORY_DAYS, LIVE_DAYS, type Past, replay } from '../world/replay.ts';
import { SIZES } from '../world/simulate.ts';

/**
 * z > 3.5 on everything. Were log minutes normal, one run in 4,300 would page by chance, and nearly every page would be worth it.
 * They have heavy tails and follow bytes and workers, and a few runs in a thousand are worth a page: nearly no page is (Axelsson 2000,
 * "The base-rate fallacy and the difficulty of intrusion detection").
 *
 * The correct policy is the same rule with a budget: of what the rule would page for, the dearest by minutes beyond the usual, as
 * many as last month's budget held.
 */
export function baseRateBlindness(seed: number, unpagedUsd: number) {
  const played = replay(seed, (past) => oddAndDear(past, 0));
  const live = judgeMonth(played, unpagedUsd);
  const promised = (1 - normalCdf(robustRule.z)) * (played.live.length / LIVE_DAYS);
  const offlinePages = promised + (1 - live.uselessShare) * live.pagesPerDay;
  const budgeted = (past: Past) => oddAndDear(past, dollarsPaged(past)[PAGES_A_MONTH - 1] ?? 0);
  return {
    careless: {
      /** What the slide says: the pages that are right, and by chance one run in 4,300. */
      offline: {
        ...{ falsePagesPerDay: promised, pagesPerDay: offlinePages },
        netUsd: live.savedUsd - offlinePages * LIVE_DAYS * prices.pageUsd,
      },
      live,
    },
    correct: { live: judgeMonth(replay(seed, budgeted), unpagedUsd) },
  };
}

/** Dollars beyond the usual of the runs that the rule paged for in the month before, the dearest first. */
function dollarsPaged(past: Past): readonly number[] {
  const pages = past.history.filter(({ day, pagedMs }) => pagedMs !== null && day >= HISTORY_DAYS - LIVE_DAYS);
  const dollars = pages.flatMap((run) => {
    const usual = usualOf(past, run);
    return usual === null ? [] : (run.minutes - Math.exp(usual.centre)) * usdPerMinute(past.population, run.job);
  });
  return dollars.toSorted((a, b) => b - a);
}

/** Pages the budget holds in a month of a small world. */
export const PAGES_A_MONTH = Math.round((budgetSettings.pagesPerThousandJobsDay * SIZES.small * LIVE_DAYS) / 1000);
