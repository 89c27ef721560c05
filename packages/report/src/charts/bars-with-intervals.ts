import { decimal, type Estimate } from '../format.ts';
import type { ChartSpec } from '../render-chart.ts';
import { color, heading, labelMarks, namedRows, plotWidth } from '../theme.ts';

export type BarsWithIntervals = {
  /** What the bars measure, with its unit. */
  readonly metric: string;
  /** Top to bottom: the steps of a ladder, or the slices of a population. */
  readonly bars: readonly {
    readonly name: string;
    readonly value: number;
    readonly low?: number | null;
    readonly high?: number | null;
    /** Drawn in full colour; when no bar is emphasised, all are. */
    readonly emphasis?: boolean;
  }[];
  readonly reference?: { readonly value: number; readonly label: string };
  /** How the values are written; `0.312` by default. */
  readonly write?: (value: number) => string;
};

/** A bar of an estimate and its interval. */
export function barOf(name: string, { estimate, low, high }: Estimate, emphasis?: boolean) {
  return { name, value: estimate, low, high, ...(emphasis !== undefined && { emphasis }) };
}

/** One bar a name, with its 95% interval and its value written at the end. */
export function barsWithIntervals({ metric, bars, reference, write = decimal }: BarsWithIntervals): ChartSpec {
  const someEmphasised = bars.some(({ emphasis }) => emphasis);
  const rows = bars.map(({ name, value, low = null, high = null, emphasis = !someEmphasised }) => ({
    name,
    value,
    low,
    high,
    emphasis,
    text: write(value),
    end: Math.max(0, value, high ?? value),
  }));
  const ends = rows.map(({ end }) => end).concat(reference ? reference.value : []);
  const starts = rows.map(({ value, low }) => Math.min(value, low ?? value));
  const span = [Math.min(0, ...starts), Math.max(0, ...ends)];
  return {
    description: `${metric}: ${rows.map(({ name, text }) => `${name} ${text}`).join(', ')}.`,
    draw: (frame) => {
      const { left, step, axis } = namedRows(
        frame,
        bars.map(({ name }) => name),
      );
      const domain = [span[0], span[1] + (span[1] - span[0]) * (frame.size === 'wide' ? 0.12 : 0.2)]; // room for the values
      const x = { field: 'value', type: 'quantitative', scale: { domain, nice: false }, axis: null } as const;
      const y = { field: 'name', type: 'nominal', sort: null, axis } as const;
      const intervalFrom = { x: { ...x, field: 'low' }, x2: { field: 'high' }, y } as const;
      return {
        title: heading(metric, frame, left),
        data: { values: rows },
        width: plotWidth(frame, left),
        height: { step },
        layer: [
          {
            mark: { type: 'bar', height: 16, cornerRadiusEnd: 2 },
            encoding: {
              x,
              y,
              color: { condition: { test: 'datum.emphasis', value: color.series[0] }, value: color.pale },
            },
          },
          {
            data: { values: reference ? [reference] : [] },
            layer: [
              { mark: { type: 'rule', color: color.muted, strokeDash: [5, 4], strokeWidth: 1.3 }, encoding: { x } },
              {
                mark: { type: 'text', y: -8, color: color.muted, fontSize: 12 },
                encoding: { x, text: { field: 'label' } },
              },
            ],
          },
          {
            transform: [{ filter: 'datum.low !== null && datum.high !== null' }],
            layer: [
              { mark: { type: 'rule', color: color.paper, strokeWidth: 4.5, opacity: 0.85 }, encoding: intervalFrom },
              { mark: { type: 'rule', color: color.ink, strokeWidth: 1.8 }, encoding: intervalFrom },
            ],
          },
          ...labelMarks({ align: 'left', dx: 8 }).map((mark) => ({
            mark: { ...mark, fontWeight: 'normal' as const },
            encoding: { x: { ...x, field: 'end' }, y, text: { field: 'text' } } as const,
          })),
        ],
      };
    },
  };
}
