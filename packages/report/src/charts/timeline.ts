import type { ChartSpec } from '../render-chart.ts';
import { color, countLabels, heading, plotWidth } from '../theme.ts';

export type Timeline = {
  /** What is measured, with its unit: `Minutes`. */
  readonly quantity: string;
  /** Oldest first. `atMs` is in ms since 1970; `kind` is a name of `kinds`. */
  readonly points: readonly (Readonly<Record<'atMs' | 'value' | 'expected' | 'limit', number>> & {
    readonly kind: string;
  })[];
  /** What the band from `expected` to `limit` is. */
  readonly band: string;
  /** Ordinary points, then those something happened to. */
  readonly kinds: readonly [string, string];
  /** Between which times it happened; null where nobody knows. */
  readonly episode: { readonly fromMs: number; readonly toMs: number; readonly label: string } | null;
  /** What others said, by who said it: at the time of a point, at some value below its own. */
  readonly marks: readonly { readonly by: string; readonly atMs: number; readonly value: number }[];
};

const SHAPES = ['triangle-up', 'diamond', 'square', 'cross'] as const;

/** What was measured one by one, against the band in which it was expected, with what happened and who noticed when. */
export function timeline({ quantity, points, band, kinds, episode, marks }: Timeline): ChartSpec {
  const sayers = [...new Set(marks.map(({ by }) => by))];
  const names = [...kinds, ...sayers];
  const said = marks.map(({ by, ...mark }) => ({ ...mark, kind: by }));
  const x = {
    field: 'atMs',
    type: 'temporal',
    scale: { type: 'utc' },
    axis: { title: null, format: '%-d %b', tickCount: 6 },
  } as const;
  const y = { field: 'value', type: 'quantitative', axis: { title: null, labelExpr: countLabels } } as const;
  const byKind = { field: 'kind', type: 'nominal', sort: null } as const;
  return {
    description: `${quantity} of ${points.length} in a row against what was expected${episode ? `; ${episode.label}` : ''}; noticed by ${sayers.join(', ') || 'nobody'}.`,
    draw: (frame) => {
      const legend = { title: null, columns: frame.size === 'wide' ? 3 : 1, symbolSize: 70, symbolStrokeWidth: 0 };
      const encoding = {
        x,
        y,
        color: {
          ...byKind,
          legend,
          scale: { domain: names, range: [color.faint, color.bad, ...SAYERS.slice(0, sayers.length)] },
        },
        shape: {
          ...byKind,
          legend,
          scale: { domain: names, range: ['circle', 'circle', ...SHAPES.slice(0, sayers.length)] },
        },
      } as const;
      return {
        title: heading(`${quantity}; shaded: ${band}`, frame),
        width: plotWidth(frame),
        height: frame.size === 'wide' ? 260 : 240,
        layer: [
          {
            data: { values: episode ? [episode] : [] },
            layer: [
              {
                mark: { type: 'rect', color: color.gap, opacity: 0.6 },
                encoding: { x: { ...x, field: 'fromMs' }, x2: { field: 'toMs' } },
              },
              {
                mark: {
                  type: 'text',
                  align: 'left',
                  baseline: 'top',
                  dx: 4,
                  y: 2,
                  color: color.ink,
                  fontSize: 12,
                  fontWeight: 600,
                },
                encoding: { x: { ...x, field: 'fromMs' }, text: { field: 'label' } },
              },
            ],
          },
          {
            data: { values: points },
            layer: [
              {
                mark: { type: 'area', color: color.series[0], opacity: 0.14 },
                encoding: { x, y: { ...y, field: 'expected' }, y2: { field: 'limit' } },
              },
              {
                mark: { type: 'line', color: color.series[0], strokeWidth: 1.4 },
                encoding: { x, y: { ...y, field: 'expected' } },
              },
              { mark: { type: 'point', filled: true, size: 34, opacity: 1 }, encoding },
            ],
          },
          { data: { values: said }, mark: { type: 'point', filled: true, size: 110, opacity: 1 }, encoding },
        ],
      };
    },
  };
}

const SAYERS = [color.ink, color.good, color.series[2], color.series[4]] as const;
