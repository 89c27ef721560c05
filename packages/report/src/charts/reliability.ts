import type { ChartSpec } from '../render-chart.ts';
import { color, countLabels, heading, plotWidth, seriesEncoding } from '../theme.ts';

export type ReliabilityBin = {
  readonly meanScore: number;
  readonly observedRate: number;
  readonly low: number;
  readonly high: number;
};

export type Reliability = {
  readonly methods: readonly { readonly name: string; readonly bins: readonly ReliabilityBin[] }[];
  /** How the scores of the first method are spread; drawn beneath, on the same axis. */
  readonly histogram: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  /** The right and upper end of the axes; by default, just above the greatest bin. */
  readonly upTo?: number;
};

/**
 * Observed rate against predicted probability, with intervals; a calibrated score lies on the diagonal. Both axes are
 * square-root scaled: rare events crowd at the low end, and the diagonal stays straight.
 */
export function reliability({ methods, histogram, upTo = endOfAxes(methods) }: Reliability): ChartSpec {
  const bins = methods.flatMap(({ name, bins }) => bins.map((bin) => ({ series: name, ...bin })));
  const domain = [0, upTo];
  const values = [0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1].filter((tick) => tick <= upTo);
  const scale = { type: 'sqrt', domain, nice: false } as const;
  const x = {
    field: 'meanScore',
    type: 'quantitative',
    scale,
    axis: { title: null, format: '%', values },
  } as const;
  const y = {
    field: 'observedRate',
    type: 'quantitative',
    scale,
    axis: { title: null, format: '%', values, tickCount: values.length },
  } as const;
  return {
    description: `Observed rate against predicted probability for ${methods.map(({ name }) => name).join(', ')}, with 95% intervals, above a histogram of the scores.`,
    draw: (frame) => {
      const width = plotWidth(frame);
      const series = seriesEncoding(methods, frame);
      return {
        resolve: { scale: { color: 'independent' } },
        vconcat: [
          {
            title: heading('Observed rate, with 95% interval (square-root scale)', frame),
            width,
            height: frame.size === 'wide' ? 300 : 250,
            layer: [
              {
                data: { values: [0, upTo].map((end) => ({ meanScore: end, observedRate: end })) },
                mark: { type: 'line', color: color.faint, strokeWidth: 1.4 },
                encoding: { x, y },
              },
              {
                data: { values: bins },
                encoding: { x, color: series.color },
                layer: [
                  {
                    mark: { type: 'rule', strokeWidth: 1.6, opacity: 0.55, clip: true },
                    encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
                  },
                  { mark: { type: 'line', strokeWidth: 1.2, opacity: 0.6, clip: true }, encoding: { y } },
                  { mark: { type: 'point', filled: true, size: 46, opacity: 1, clip: true }, encoding: { y } },
                ],
              },
            ],
          },
          {
            title: heading('Cases by score', frame),
            width,
            height: 56,
            data: { values: histogram },
            mark: { type: 'bar', color: color.series[0], opacity: 0.75, clip: true, binSpacing: 1 },
            encoding: {
              x: {
                ...x,
                field: 'from',
                bin: { binned: true },
                axis: { ...x.axis, title: 'Predicted probability (square-root scale)' },
              },
              x2: { field: 'to' },
              y: { field: 'count', type: 'quantitative', axis: { title: null, labelExpr: countLabels, tickCount: 2 } },
            },
          },
        ],
      };
    },
  };
}

function endOfAxes(methods: Reliability['methods']): number {
  const greatest = Math.max(
    0.01,
    ...methods.flatMap(({ bins }) => bins.flatMap((bin) => [bin.meanScore, bin.observedRate])),
  );
  return Math.min(1, greatest * 1.08);
}
