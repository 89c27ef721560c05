import * as report from '@applied-modeling/report';
import { MINIMUM_POSITIVE_ACCOUNTS } from '../evaluation/window.ts';
import type { JudgedRun } from '../pipeline.ts';

/** The same figure for parts of the accounts. */
export async function sliceSection({ evaluation }: JudgedRun): Promise<report.Section> {
  const bars = evaluation.slices.flatMap(({ slice, value, averagePrecision: ap }) =>
    ap ? [{ name: `${slice}: ${value}`, value: ap.estimate, low: ap.low, high: ap.high }] : [],
  );
  const skipped = evaluation.slices.length - bars.length;
  const note =
    skipped > 0
      ? ` ${skipped} slices with fewer than ${MINIMUM_POSITIVE_ACCOUNTS} collapsed accounts are left out.`
      : '';
  if (bars.length === 0)
    return { title: 'For whom?', blocks: [report.paragraph(`No slice is large enough to judge.${note}`)] };
  const reference = { value: evaluation.averagePrecision.estimate, label: 'all' };
  return {
    title: 'For whom?',
    blocks: [
      await report.figure(
        'slices',
        report.barsWithIntervals({ metric: 'average precision', bars, reference }),
        `Average precision by segment, tenure and region.${note}`,
        'Average precision rises with the base rate of a slice, so compare slices with care.',
      ),
    ],
  };
}
