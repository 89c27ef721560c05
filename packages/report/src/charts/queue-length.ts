import type { ChartSpec } from '../render-chart.ts';
import {
  color,
  heading,
  labelMarks,
  type NamedSeries,
  plotWidth,
  runsInward,
  seriesEncoding,
  usdLabels,
} from '../theme.ts';

export type QueueLength = {
  /** Queue lengths, ascending; every other list runs parallel. */
  readonly lengths: ArrayLike<number>;
  readonly policies: readonly (NamedSeries & {
    readonly precision: ArrayLike<number>;
    /** Net value in dollars when the first `length` of the queue are acted on. */
    readonly netValue: ArrayLike<number>;
  })[];
  /** The greatest precision any ranking can reach: min(length, positives) / length; absent where a policy shows as much. */
  readonly achievablePrecision?: ArrayLike<number>;
  /** The length that capacity allows. */
  readonly chosen: { readonly length: number; readonly label: string };
  /** What is as long as that: `Queue length` by default. */
  readonly axis?: string;
};

const achievable = { name: 'achievable maximum', role: 'ceiling' } as const;

/** How good and how profitable the queue is, by its length: two panels over one axis. */
export function queueLength(told: QueueLength): ChartSpec {
  const { lengths, policies, achievablePrecision, chosen, axis = 'Queue length' } = told;
  const rows = (name: string, values: ArrayLike<number>) =>
    Array.from(lengths, (length, i) => ({ series: name, length, value: values[i] }));
  const axisX = (title: string | null) =>
    ({
      field: 'length',
      type: 'quantitative',
      scale: { nice: false },
      axis: { title, format: ',d', tickCount: 6 },
    }) as const;
  const y = { field: 'value', type: 'quantitative' } as const;
  const shareOfChosen = chosen.length / lengths[lengths.length - 1];
  const chosenRule = { type: 'rule', color: color.ink, strokeWidth: 1, opacity: 0.5 } as const;
  const ceilings = achievablePrecision ? [achievable] : [];
  return {
    description: `Precision and net value by ${axis.toLowerCase()} for ${policies.map(({ name }) => name).join(', ')}; ${chosen.label}.`,
    draw: (frame) => ({
      resolve: { scale: { color: 'independent', strokeDash: 'independent' } },
      vconcat: [
        {
          title: heading('Precision', frame),
          width: plotWidth(frame),
          height: 190,
          layer: [
            {
              data: {
                values: [
                  ...policies.flatMap(({ name, precision }) => rows(name, precision)),
                  ...(achievablePrecision ? rows(achievable.name, achievablePrecision) : []),
                ],
              },
              mark: 'line',
              encoding: {
                x: axisX(null),
                y: { ...y, scale: { domain: [0, 1] }, axis: { title: null, format: '.0%' } },
                ...seriesEncoding([...policies, ...ceilings], frame),
              },
            },
            {
              data: { values: [chosen] },
              encoding: { x: axisX(null) },
              layer: [
                { mark: chosenRule },
                ...labelMarks({ ...runsInward(shareOfChosen, 6), y: 16 }).map((mark) => ({
                  mark,
                  encoding: { text: { field: 'label' } },
                })),
              ],
            },
          ],
        },
        {
          title: heading('Net value', frame),
          width: plotWidth(frame),
          height: 190,
          layer: [
            {
              data: { values: [{ value: 0 }] },
              mark: { type: 'rule', color: color.faint, strokeWidth: 1.2 },
              encoding: { y },
            },
            {
              data: { values: policies.flatMap(({ name, netValue }) => rows(name, netValue)) },
              mark: 'line',
              encoding: {
                x: axisX(axis),
                y: { ...y, axis: { title: null, labelExpr: usdLabels } },
                ...seriesEncoding(policies, frame, { withLegend: false }),
              },
            },
            { data: { values: [chosen] }, mark: chosenRule, encoding: { x: axisX(axis) } },
          ],
        },
      ],
    }),
  };
}
