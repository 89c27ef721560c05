import * as charts from '@applied-modeling/report';
import { renderChart, type Section } from '@applied-modeling/report';
import { MINIMUM_POSITIVE_ACCOUNTS } from '../evaluation/window.ts';
import type { JudgedRun } from '../pipeline.ts';

/** The same figure for parts of the accounts. */
export async function sliceSection({ evaluation }: JudgedRun): Promise<Section> {
  const judged = evaluation.slices.flatMap((slice) =>
    slice.averagePrecision ? [{ ...slice, ap: slice.averagePrecision }] : [],
  );
  const skipped = evaluation.slices.length - judged.length;
  const note =
    skipped > 0
      ? ` ${skipped} slices with fewer than ${MINIMUM_POSITIVE_ACCOUNTS} collapsed accounts are left out.`
      : '';
  if (judged.length === 0)
    return { title: 'For whom?', blocks: [{ kind: 'paragraph', text: `No slice is large enough to judge.${note}` }] };
  const chart = await renderChart(
    charts.barsWithIntervals({
      metric: 'average precision',
      bars: judged.map(({ slice, value, ap }) => ({
        name: `${slice}: ${value}`,
        value: ap.estimate,
        low: ap.low,
        high: ap.high,
      })),
      reference: { value: evaluation.averagePrecision.estimate, label: 'all' },
    }),
  );
  return {
    title: 'For whom?',
    blocks: [
      {
        kind: 'figure',
        name: 'slices',
        chart,
        caption: `Average precision by segment, tenure and region.${note}`,
        reading: 'Average precision rises with the base rate of a slice, so compare slices with care.',
      },
    ],
  };
}
