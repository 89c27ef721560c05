import { randomStream } from '@applied-modeling/synthetic';
import { prices } from '../prices.ts';
import { judgeMonth } from '../world/judge-month.ts';
import { meanAndDeviation, oddAndDear, robustBaseline } from '../world/odd-and-dear.ts';
import { HISTORY_DAYS, type Past, replay } from '../world/replay.ts';
import type { Run } from '../world/stepper.ts';

/**
 * In the week before the month one run in five, of every job, hung and took six times as long. A mean and a standard deviation
 * over thirty runs take that for usual and miss what follows. A median hardly moves, and quartiles stand until a quarter of the
 * runs is bad: their breakdown point; that of Hampel's MAD is a half.
 *
 * Both page while a run goes, once it is 3.5 deviations late and has cost a page beyond the usual. Offline is the same month
 * without the incident in its past, as any backtest over quiet weeks has it.
 */
export function poisonedBaseline(seed: number, unpagedUsd: number) {
  const random = randomStream(seed, 'incident week');
  const slowed = (run: Run): Run => {
    const isHit = run.day >= incident.firstDay && run.day < HISTORY_DAYS && random.uniform(run.id, 0) < incident.share;
    return isHit ? { ...run, minutes: run.minutes * incident.factor } : run;
  };
  const judge = (baselineOf: typeof robustBaseline) => {
    const pager = (past: Past) => oddAndDear(past, prices.pageUsd, { baselineOf });
    const month = (remembered: (run: Run) => Run) => judgeMonth(replay(seed, pager, { remembered }), unpagedUsd);
    return { offline: month((run) => run), live: month(slowed) };
  };
  return { careless: judge(meanAndDeviation), correct: judge(robustBaseline) };
}

const incident = { firstDay: HISTORY_DAYS - 7, share: 0.2, factor: 6 } as const;
