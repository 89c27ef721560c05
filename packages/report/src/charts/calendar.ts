import type { ChartSpec } from '../render-chart.ts';
import { color, gutterFor, heading, plotWidth } from '../theme.ts';

/** `gap` is the span in which a label is not yet known; nothing may be learnt from it. */
export type WindowKind = 'train' | 'gap' | 'calibration' | 'test' | 'label';

export type Calendar = {
  /** One row a fold, top to bottom. Windows are half-open in weeks: `[from, to)`. */
  readonly folds: readonly {
    readonly name: string;
    readonly windows: readonly { readonly kind: WindowKind; readonly from: number; readonly to: number }[];
  }[];
  /** The week in which everything is decided. */
  readonly nowWeek: number;
};

const fill: Record<WindowKind, string> = {
  train: color.series[0],
  calibration: color.good,
  test: color.series[1],
  label: color.label,
  gap: color.gap,
};

/** Which weeks each fold learns from, calibrates on and is tested on, and the gaps that keep labels from leaking. */
export function calendar({ folds, nowWeek }: Calendar): ChartSpec {
  const kinds = (Object.keys(fill) as WindowKind[]).filter((kind) =>
    folds.some((fold) => fold.windows.some((window) => window.kind === kind)),
  );
  const windows = folds.flatMap(({ name, windows }) => windows.map((window) => ({ fold: name, ...window })));
  const firstWeek = Math.min(...windows.map(({ from }) => from));
  const lastWeek = Math.max(nowWeek, ...windows.map(({ to }) => to));
  const weeks = [firstWeek, lastWeek];
  const x = {
    field: 'from',
    type: 'quantitative',
    scale: { domain: weeks, nice: false },
    axis: { title: 'Week', tickCount: 8, grid: true },
  } as const;
  return {
    description: `Calendar of ${folds.length} folds in weeks ${firstWeek} to ${lastWeek}: ${kinds.join(', ')}; now is week ${nowWeek}.`,
    draw: (frame) => {
      const left = gutterFor(folds.map(({ name }) => name));
      return {
        title: heading('Weeks each fold uses', frame, left),
        width: plotWidth(frame, left),
        height: { step: 30 },
        layer: [
          {
            data: { values: windows },
            mark: { type: 'bar', height: 18, cornerRadius: 2, stroke: color.paper, strokeWidth: 1 },
            encoding: {
              x,
              x2: { field: 'to' },
              y: {
                field: 'fold',
                type: 'nominal',
                sort: null,
                axis: { title: null, minExtent: left, maxExtent: left, labelColor: color.ink },
              },
              color: {
                field: 'kind',
                type: 'nominal',
                sort: null,
                scale: { domain: kinds, range: kinds.map((kind) => fill[kind]) },
                legend: {
                  title: null,
                  symbolType: 'square',
                  symbolSize: 140,
                  symbolStrokeWidth: 0,
                  columns: frame.size === 'wide' ? 5 : 3,
                },
              },
            },
          },
          {
            data: { values: [{ from: nowWeek, text: 'now' }] },
            layer: [
              { mark: { type: 'rule', color: color.ink, strokeWidth: 1.4 }, encoding: { x } },
              {
                mark: { type: 'text', align: 'right', dx: -5, y: 5, color: color.ink, fontSize: 12, fontWeight: 600 },
                encoding: { x, text: { field: 'text' } },
              },
            ],
          },
        ],
      };
    },
  };
}
