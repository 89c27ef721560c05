import type { ChartSpec } from '../render-chart.ts';
import { color, countLabels, heading, type NamedSeries, periodAxis, plotWidth, seriesEncoding } from '../theme.ts';

export type Fan = {
  /** What is forecast, with its unit: `Nodes`. */
  readonly quantity: string;
  /** One period a value, oldest first. */
  readonly periods: readonly string[];
  /** Between two forecast quantiles; named in the heading. */
  readonly band: { readonly name: string; readonly low: ArrayLike<number>; readonly high: ArrayLike<number> };
  /** What was decided, and what an oracle would have. */
  readonly lines: readonly (NamedSeries & { readonly values: ArrayLike<number> })[];
  /** As it turned out: the same two quantiles as a rule, and one value as a point. */
  readonly outcome: {
    readonly name: string;
    readonly values: ArrayLike<number>;
    readonly low: ArrayLike<number>;
    readonly high: ArrayLike<number>;
  };
};

/** A forecast as a band over time, the decision drawn through it as a line, and what came of it as rules with a point. */
export function fan({ quantity, periods, band, lines, outcome }: Fan): ChartSpec {
  const named = [...lines, { name: outcome.name }];
  const bandRows = periods.map((period, i) => ({ period, low: band.low[i], high: band.high[i] }));
  const lineRows = lines.flatMap(({ name, values }) =>
    periods.map((period, i) => ({ series: name, period, value: values[i] })),
  );
  const outcomes = periods.map((period, i) => ({
    series: outcome.name,
    period,
    value: outcome.values[i],
    low: outcome.low[i],
    high: outcome.high[i],
  }));
  const y = {
    field: 'value',
    type: 'quantitative',
    axis: { title: null, labelExpr: countLabels },
    scale: { zero: true },
  } as const;
  return {
    description: `${quantity} from ${periods[0]} to ${periods.at(-1)}: ${band.name}, ${named.map(({ name }) => name).join(', ')}.`,
    draw: (frame) => {
      const x = periodAxis(periods, frame);
      const { color: byColor, strokeDash } = seriesEncoding(named, frame);
      const ends = { y: { ...y, field: 'low' }, y2: { field: 'high' } } as const;
      return {
        title: heading(`${quantity}; shaded: ${band.name}`, frame),
        width: plotWidth(frame),
        height: frame.size === 'wide' ? 220 : 200,
        layer: [
          {
            data: { values: bandRows },
            mark: { type: 'area', color: color.series[0], opacity: 0.14, interpolate: 'monotone' },
            encoding: { x, ...ends },
          },
          {
            data: { values: outcomes },
            mark: { type: 'rule', strokeWidth: 1.2, opacity: 0.5 },
            encoding: { x, ...ends, color: byColor },
          },
          {
            data: { values: lineRows },
            mark: { type: 'line', interpolate: 'monotone' },
            encoding: { x, y, color: byColor, strokeDash },
          },
          {
            data: { values: outcomes },
            mark: { type: 'point', filled: true, size: 34, opacity: 1 },
            encoding: { x, y, color: byColor },
          },
        ],
      };
    },
  };
}
