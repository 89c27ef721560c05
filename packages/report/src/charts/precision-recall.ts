import { percent } from '../format.ts';
import type { ChartSpec } from '../render-chart.ts';
import { color, heading, labelMarks, type NamedSeries, plotWidth, runsInward, seriesEncoding } from '../theme.ts';

export type PrecisionRecall = {
  /** Points in drawing order; a ceiling is a curve with `role: 'ceiling'`. Thin long curves first. */
  readonly curves: readonly (NamedSeries & {
    readonly points: readonly { readonly recall: number; readonly precision: number }[];
  })[];
  /** The share of positives: what a queue drawn by lot achieves at every length. */
  readonly baseRate: number;
  /** Where on its curve a score is used, such as the length of the queue. */
  readonly operatingPoint?: { readonly recall: number; readonly precision: number; readonly label: string };
};

/** Precision against recall for several scores of the same cases, above the base rate and below the ceiling. */
export function precisionRecall({ curves, baseRate, operatingPoint }: PrecisionRecall): ChartSpec {
  const points = curves.flatMap(({ name, points }) =>
    points.map(({ recall, precision }, order) => ({ series: name, recall, precision, order })),
  );
  const greatest = points.reduce((most, { precision }) => Math.max(most, precision), baseRate);
  const precisionDomain = [0, Math.min(1, greatest * 1.08)];
  const recallDomain = [0, 1];
  const x = {
    field: 'recall',
    type: 'quantitative',
    scale: { domain: recallDomain },
    axis: { title: 'Recall: share of all positives found', format: '.0%', tickCount: 5 },
  } as const;
  const y = {
    field: 'precision',
    type: 'quantitative',
    scale: { domain: precisionDomain },
    axis: { title: null, format: '.0%' },
  } as const;
  return {
    description: `Precision against recall for ${curves.map(({ name }) => name).join(', ')}; base rate ${percent(baseRate)}.`,
    draw: (frame) => ({
      title: heading(
        `Precision: share of the selected that are positive; grey line: base rate ${percent(baseRate)}`,
        frame,
      ),
      width: plotWidth(frame),
      height: frame.size === 'wide' ? 300 : 240,
      layer: [
        {
          data: { values: [{ precision: baseRate }] },
          mark: { type: 'rule', color: color.faint, strokeWidth: 1.2 },
          encoding: { y },
        },
        {
          data: { values: points },
          mark: { type: 'line', clip: true },
          encoding: { x, y, order: { field: 'order' }, ...seriesEncoding(curves, frame) },
        },
        {
          data: { values: operatingPoint ? [operatingPoint] : [] },
          encoding: { x, y },
          layer: [
            ...labelMarks({ ...runsInward(operatingPoint?.recall ?? 0, 8), baseline: 'bottom', dy: -6 }).map(
              (mark) => ({
                mark,
                encoding: { text: { field: 'label' } },
              }),
            ),
            {
              mark: {
                type: 'point',
                filled: true,
                size: 80,
                color: color.ink,
                stroke: color.paper,
                strokeWidth: 1.5,
                opacity: 1,
              },
            },
          ],
        },
      ],
    }),
  };
}
