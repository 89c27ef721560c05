import type { ChartSpec } from '../render-chart.ts';
import { color, gutterFor, heading, plotWidth } from '../theme.ts';

export type HeatMap = {
  /** What a cell counts: `Pages a day`. */
  readonly metric: string;
  /** Left to right, oldest first. */
  readonly periods: readonly string[];
  /** Top to bottom; one count a period. */
  readonly rows: readonly { readonly name: string; readonly counts: readonly number[] }[];
  /** Cells with more are marked. */
  readonly limit: number;
};

/** Counts by row and period, few and mostly 0: each is written in its cell, so that nothing rests on colour alone. */
export function heatMap({ metric, periods, rows, limit }: HeatMap): ChartSpec {
  const cells = rows.flatMap(({ name, counts }) => counts.map((count, at) => ({ name, period: periods[at], count })));
  const [few, many] = [`up to ${limit}`, `more than ${limit}`];
  const shown = cells.map((cell) => ({ ...cell, kind: cell.count > limit ? many : few }));
  const most = Math.max(0, ...cells.map(({ count }) => count));
  return {
    description: `${metric} of ${rows.length} rows from ${periods[0]} to ${periods.at(-1)}, at most ${most}.`,
    draw: (frame) => {
      const left = gutterFor(rows.map(({ name }) => name));
      const every = frame.size === 'wide' ? 4 : 10;
      const x = {
        field: 'period',
        type: 'ordinal',
        sort: null,
        axis: {
          title: null,
          labelAngle: 0,
          labelExpr: `datum.index * ${periods.length - 1} % ${every} < 0.01 ? datum.label : ''`,
        },
      } as const;
      const y = {
        field: 'name',
        type: 'ordinal',
        sort: null,
        axis: { title: null, minExtent: left, maxExtent: left, labelColor: color.ink },
      } as const;
      return {
        title: heading(metric, frame, left),
        data: { values: shown },
        width: plotWidth(frame, left),
        height: { step: 18 },
        layer: [
          { mark: { type: 'rect', color: color.grid, stroke: color.paper, strokeWidth: 1 }, encoding: { x, y } },
          {
            transform: [{ filter: 'datum.count > 0' }],
            mark: { type: 'rect', stroke: color.paper, strokeWidth: 1 },
            encoding: {
              x,
              y,
              color: {
                field: 'kind',
                type: 'nominal',
                scale: { domain: [few, many], range: [color.pale, color.label] },
                legend: {
                  title: null,
                  symbolType: 'square',
                  symbolStrokeWidth: 0,
                  columns: frame.size === 'wide' ? 2 : 1,
                },
              },
            },
          },
          {
            transform: [{ filter: 'datum.count > 0' }],
            mark: { type: 'text', fontSize: 11, color: color.ink },
            encoding: { x, y, text: { field: 'count' } },
          },
        ],
      };
    },
  };
}
