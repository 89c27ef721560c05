import { rungOf } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, percent } from '@applied-modeling/report';
import type { Detection } from '../evaluation/detection.ts';
import type { JudgedRun } from '../pipeline.ts';

/** How much sooner a pager knows that looks at runs while they run. */
export async function detectionSection({ evaluation }: JudgedRun): Promise<report.Section> {
  const { detection } = evaluation.paging;
  const bars = detection.pagers.flatMap(({ name, role, whileRunning, atTheEnd }) => {
    if (whileRunning === null || atTheEnd === null) return [];
    const bar = (when: string, { low, median, high }: NonNullable<typeof atTheEnd>, emphasis: boolean) => ({
      ...{ name: `${name}, ${when}`, value: median, low, high, emphasis },
    });
    return [bar('page', whileRunning, role === 'model'), bar('ended', atTheEnd, false)];
  });
  return {
    title: 'How soon does somebody know?',
    code: ['evaluation/detection.ts'],
    blocks: [report.paragraph(inTime(detection)), ...(bars.length === 0 ? [] : [await minutesFigure(bars)])],
  };
}

function minutesFigure(bars: report.BarsWithIntervals['bars']): Promise<report.Figure> {
  const write = (minutes: number) => decimal(minutes, 0);
  return report.figure(
    'time-to-detect',
    report.barsWithIntervals({ metric: 'Minutes from the start of a run, median', write, bars }),
    'Minutes until the page, and until the same runs had ended: who waits for the end knows no sooner.',
    'The thin line spans the middle half. Each pager is timed on the runs it paged for.',
  );
}

function inTime({ runs, pagers, luck }: Detection): string {
  const { paged, whileRunning, atTheEnd } = rungOf(pagers, 'model');
  const found = `Of ${count(runs)} page-worthy runs slowed to twice their minutes or more the model pages for ${count(paged)}.`;
  const sooner =
    whileRunning && atTheEnd
      ? ` The median page comes after ${decimal(whileRunning.median, 0)} minutes, ${percent(whileRunning.median / atTheEnd.median, 0)} of the ${decimal(atTheEnd.median, 0)} until such a run has ended.`
      : '';
  const rest = luck
    ? ` Smaller slowdowns of noisy jobs cannot be told from luck before the end: in a job noisier than nine in ten (standard deviation ${decimal(luck.spread, 2)} of the log minutes) luck alone lengthens one run in a thousand ${decimal(luck.factor, 1)} times, because its tails are heavy.`
    : '';
  return `${found}${sooner}${rest}`;
}
