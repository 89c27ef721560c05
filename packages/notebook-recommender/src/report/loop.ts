import * as report from '@applied-modeling/report';
import { count } from '@applied-modeling/report';
import { readFailures } from '../failure-modes/failures-summary.ts';
import { LIVE_WEEKS, type LoopWeek } from '../failure-modes/popularity-loop.ts';

/** What becomes of slates that learn from themselves, over twenty weeks: as the failures were saved last, and not of this run. */
export async function loopSection(): Promise<report.Section> {
  const worlds = readFailures().map(({ popularityLoop }) => popularityLoop);
  const mean = (of: (world: (typeof worlds)[number]) => readonly LoopWeek[], figure: keyof LoopWeek) =>
    Array.from({ length: LIVE_WEEKS }, (_, week) =>
      worlds.reduce((sum, world) => sum + of(world)[week][figure] / worlds.length, 0),
    );
  const drawn = (metric: string, figure: keyof LoopWeek) =>
    report.backtest({
      metric,
      periods: Array.from({ length: LIVE_WEEKS }, (_, week) => `week ${week + 1}`),
      series: [
        { name: 'by the rule in force', values: mean(({ correct }) => correct.weeks, figure) },
        { name: 'by what succeeded, 1 in 20 shuffled', values: mean(({ explored }) => explored.weeks, figure) },
        { name: 'by what succeeded', role: 'score', values: mean(({ careless }) => careless.weeks, figure) },
      ],
    });
  return {
    title: 'What becomes of slates that learn from themselves?',
    code: ['failure-modes/popularity-loop.ts'],
    blocks: [
      await report.figure(
        'coverage',
        drawn('Of the notebooks worth showing, those shown to anybody that week', 'coverage'),
        `Slates of what succeeded most on slates: what is never shown is never liked. Mean of ${count(worlds.length)} small worlds.`,
      ),
      await report.figure(
        'loop',
        drawn('Successes, of those the best slates would have brought', 'score'),
        'What that costs. Shuffling one slate in twenty brings notebooks back, but each is shown too seldom to be known.',
      ),
    ],
  };
}
