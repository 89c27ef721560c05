import type { ChartSpec } from '../render-chart.ts';
import { color, heading, labelMarks, type NamedSeries, periodAxis, plotWidth, seriesEncoding } from '../theme.ts';

export type Backtest = {
  /** What is plotted, with its unit: `Precision at 200`. */
  readonly metric: string;
  /** One period a value, oldest first: `week 131`, or the folds' names. */
  readonly periods: readonly string[];
  readonly series: readonly (NamedSeries & {
    readonly values: ArrayLike<number>;
    /** The interval's ends; give both or neither. */
    readonly low?: ArrayLike<number>;
    readonly high?: ArrayLike<number>;
  })[];
  /** A line the metric should not cross, such as an alarm. */
  readonly threshold?: { readonly value: number; readonly label: string };
  /** A d3 number format for the axis; percentages by default. */
  readonly format?: string;
  /** Whether the axis begins at 0, which it does by default: a share near its promise is read better without. */
  readonly fromZero?: boolean;
  /** Of counts, which nothing connects from one period to the next. */
  readonly areCounts?: boolean;
};

/** A metric over time, with interval bands, beside what a ceiling and a rule would have achieved in the same periods. */
export function backtest(told: Backtest): ChartSpec {
  const { metric, periods, series, threshold, format = '.0%', fromZero = true, areCounts = false } = told;
  const points = series.flatMap(({ name, role = 'score', values, low, high }) =>
    periods.map((period, i) => ({
      series: name,
      role,
      period,
      value: values[i],
      low: low?.[i] ?? null,
      high: high?.[i] ?? null,
    })),
  );
  const y = { field: 'value', type: 'quantitative', axis: { title: null, format }, scale: { zero: fromZero } } as const;
  return {
    description: `${metric} from ${periods[0]} to ${periods.at(-1)} for ${series.map(({ name }) => name).join(', ')}.`,
    draw: (frame) => {
      const x = periodAxis(periods, frame);
      const { color: byColor, strokeDash } = seriesEncoding(series, frame);
      return {
        title: heading(metric, frame),
        width: plotWidth(frame),
        height: frame.size === 'wide' ? 240 : 220,
        layer: [
          {
            data: { values: points.filter(({ low, high }) => low !== null && high !== null) },
            mark: { type: 'area', opacity: 0.14, interpolate: 'monotone' },
            encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color: byColor },
          },
          {
            data: { values: points },
            mark: { type: 'line', interpolate: areCounts ? 'step' : 'monotone' },
            encoding: { x, y, color: byColor, strokeDash },
          },
          {
            data: { values: points.filter(({ role }) => role === 'score' && !areCounts) },
            mark: { type: 'point', filled: true, size: 34, opacity: 1 },
            encoding: { x, y, color: byColor },
          },
          {
            data: { values: threshold ? [threshold] : [] },
            layer: [
              { mark: { type: 'rule', color: color.ink, strokeWidth: 1 }, encoding: { y } },
              ...labelMarks({ align: 'right', baseline: 'bottom', x: 'width', dy: -4 } as const).map((mark) => ({
                mark,
                encoding: { y, text: { field: 'label' } } as const,
              })),
            ],
          },
        ],
      };
    },
  };
}
