/**
 * One look for every chart. Colours stay apart under the three kinds of colour blindness and have at least 4.5:1 contrast on
 * white (a test measures both), and no meaning rests on colour alone: ceilings are dashed, baselines dotted.
 */

import type { RungRole } from '@applied-modeling/evaluation';
import type { Config } from 'vega-lite';

export const fontStack = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

export const color = {
  ink: '#1c2430',
  muted: '#5b6675',
  faint: '#98a1ae',
  grid: '#e8ebef',
  paper: '#ffffff',
  /** For named scores, in order of appearance. */
  series: ['#1f5fb4', '#b8510d', '#482454', '#906c3c', '#b40c54', '#003c18'],
  good: '#0b7a6b',
  bad: '#b8510d',
  /** Bars beside the one a chart is about, time that nothing learns from, labels still to come. */
  pale: '#a9bcd6',
  gap: '#dfe3e8',
  label: '#e3b58f',
} as const;

/** What becomes of each colour of a drawing on a dark page; as far apart there, and as readable. */
export const inTheDark: Readonly<Record<string, string>> = {
  [color.ink]: '#e4e8ee',
  [color.muted]: '#9eabbb',
  [color.faint]: '#6b7685',
  [color.grid]: '#2d3641',
  [color.paper]: '#1b2129',
  [color.series[0]]: '#698df8',
  [color.series[1]]: '#e16a43',
  [color.series[2]]: '#c395d9',
  [color.series[3]]: '#f1e5b3',
  [color.series[4]]: '#ea98b1',
  [color.series[5]]: '#2bfd49',
  [color.good]: '#4fc3ae',
  [color.pale]: '#4a6484',
  [color.gap]: '#343d49',
  [color.label]: '#8a5f3c',
};

/** A drawing's size class. Each chart is drawn twice, since text scaled down to a phone cannot be read. */
export type Frame = {
  readonly size: 'wide' | 'narrow';
  /** Of the whole drawing, in CSS pixels at scale 1. */
  readonly width: number;
};

export const frames = {
  wide: { size: 'wide', width: 680 },
  narrow: { size: 'narrow', width: 340 },
} as const satisfies Record<string, Frame>;

/** Left of every plot, so that the panels of one chart and the charts of one page align. */
export const gutter = 48;

/** Paper around the drawing, so that it also stands well alone, on a dark page. */
const edge = 8;

/** Room for the half of the last axis label that reaches beyond the plot. */
const rightMargin = 22;

/** The width of the plot itself, right of `left` pixels of labels. */
export function plotWidth(frame: Frame, left = gutter): number {
  return frame.width - edge - left - rightMargin;
}

/** What a line stands for: a score under test, the best that could be achieved, or what one has without a model. */
export type SeriesRole = 'score' | 'ceiling' | 'baseline';

/** How a rung of a ladder is drawn: what was there before anything was learnt is a baseline, what nobody can reach a ceiling. */
export function drawnAs(role: RungRole): SeriesRole {
  if (role === 'ceiling' || role === 'oracle') return 'ceiling';
  return ['floor', 'baseline', 'incumbent', 'business'].includes(role) ? 'baseline' : 'score';
}

export type NamedSeries = { readonly name: string; readonly role?: SeriesRole };

/** Colour and dash by name, with one legend above the plot (or none, where another panel already has it). */
export function seriesEncoding(series: readonly NamedSeries[], frame: Frame, { withLegend = true } = {}) {
  const names = series.map(({ name }) => name);
  const scores = series.filter(({ role = 'score' }) => role === 'score').map(({ name }) => name);
  const colorOf = ({ name, role = 'score' }: NamedSeries) =>
    role === 'score'
      ? color.series[scores.indexOf(name) % color.series.length]
      : role === 'ceiling'
        ? color.ink
        : color.muted;
  const dashOf = (one: NamedSeries) => {
    if (one.role !== 'ceiling' && one.role !== 'baseline')
      return scores.indexOf(one.name) < color.series.length ? [1, 0] : SECOND_ROUND;
    const alike = series.filter(({ role }) => role === one.role);
    return DASHES[one.role][alike.indexOf(one) % DASHES[one.role].length];
  };
  const legend = withLegend && names.length > 1 ? { title: null, columns: legendColumns(names, frame) } : null;
  const byName = { field: 'series', type: 'nominal', sort: null, legend } as const;
  return {
    color: { ...byName, scale: { domain: names, range: series.map(colorOf) } },
    strokeDash: { ...byName, scale: { domain: names, range: series.map(dashOf) } },
  };
}

/** Of a score whose colour another has already. */
const SECOND_ROUND = [5, 2];

/** Ceilings are dashed, baselines dotted, and no two of either alike. */
const DASHES = {
  ceiling: [
    [7, 4],
    [12, 4, 2, 4],
  ],
  baseline: [
    [2, 3],
    [2, 7],
    [6, 3, 2, 3],
    [2, 3, 2, 9],
  ],
} as const;

/** As many columns as fit, since a legend does not wrap by itself. */
function legendColumns(names: readonly string[], frame: Frame): number {
  const columnWidth = Math.max(...names.map((name) => name.length)) * 6.6 + 44;
  return Math.max(1, Math.min(names.length, Math.floor(plotWidth(frame) / columnWidth)));
}

/**
 * A panel's heading stands where a sideways axis title would, and is read without turning one's head. It starts at the left
 * edge of the drawing, `left` pixels before the plot.
 */
export function heading(text: string, frame: Frame, left = gutter) {
  return {
    text: wrap(text, Math.floor(frame.width / 8.6)) /* the widest font of the stack, at this weight */,
    anchor: 'start',
    frame: 'group',
    dx: -left,
    fontSize: 13,
    fontWeight: 600,
    lineHeight: 17,
    color: color.ink,
    offset: 10,
  } as const;
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * Rows with names: beside their bars on a wide drawing, above them on a phone, where a gutter for names would leave no room
 * for the bars.
 */
export function namedRows(frame: Frame, names: readonly string[]) {
  const wideGutter = gutterFor(names);
  const beside = {
    title: null,
    labelColor: color.ink,
    minExtent: wideGutter,
    maxExtent: wideGutter,
    labelLimit: wideGutter - 8,
  };
  const above = {
    title: null,
    labelColor: color.ink,
    minExtent: 0,
    maxExtent: 0,
    labelAlign: 'left',
    labelPadding: 0,
    labelOffset: -17,
    labelLimit: frame.width - 24,
  } as const;
  return frame.size === 'wide' ? { left: wideGutter, step: 32, axis: beside } : { left: 0, step: 46, axis: above };
}

/** Periods from left to right; as many have their names below as there is room for. */
export function periodAxis(periods: readonly string[], frame: Frame) {
  const longest = Math.max(...periods.map((period) => period.length));
  const shownLabels = Math.ceil((periods.length * longest * 8) / plotWidth(frame));
  return {
    field: 'period',
    type: 'ordinal',
    sort: null,
    scale: { padding: 0.3, type: 'point' },
    axis: {
      title: null,
      labelAngle: 0,
      labelExpr: `datum.index * ${periods.length - 1} % ${shownLabels} < 0.01 ? datum.label : ''`,
    },
  } as const;
}

/** Room for the longest name, within reason. */
export function gutterFor(names: readonly string[]): number {
  return Math.min(340, Math.max(...names.map((name) => name.length)) * 7 + 14);
}

/** A label over lines: the same text in the paper's colour lies beneath it and keeps the lines off the letters. */
export function labelMarks<const Position extends object>(position: Position) {
  const text = { type: 'text', fontSize: 12, fontWeight: 600, ...position } as const;
  return [
    { ...text, color: color.paper, stroke: color.paper, strokeWidth: 4, strokeJoin: 'round' },
    { ...text, color: color.ink },
  ] as const;
}

/** Which way a label runs from a point at this share of the plot's width, so that it never leaves the drawing. */
export function runsInward(share: number, gap: number) {
  return share < 0.6 ? ({ align: 'left', dx: gap } as const) : ({ align: 'right', dx: -gap } as const);
}

/** Axis labels as `usd` writes them: `$0`, `−$40K`, `$1.2M`. */
export const usdLabels =
  "abs(datum.value) < 1000 ? format(datum.value, '$,.2~f') : replace(replace(format(datum.value, '$~s'), 'k', 'K'), 'G', 'B')";

/** Axis labels such as `0`, `200`, `1.5K`. */
export const countLabels =
  "abs(datum.value) < 1000 ? format(datum.value, ',.2~f') : replace(format(datum.value, '~s'), 'k', 'K')";

export const vegaConfig: Config = {
  aria: false, // the drawing as a whole carries one label; see render-chart.ts
  background: color.paper,
  font: fontStack,
  padding: { left: edge, top: edge, right: 0, bottom: edge },
  view: { stroke: null },
  axis: {
    labelColor: color.muted,
    labelFontSize: 12,
    titleColor: color.muted,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    gridColor: color.grid,
    domain: false,
    ticks: false,
    labelPadding: 6,
  },
  axisX: {
    grid: false,
    domain: true,
    domainColor: color.faint,
    ticks: true,
    tickColor: color.faint,
    tickSize: 4,
    labelPadding: 4,
    labelFlush: false,
    titlePadding: 6,
  },
  axisY: { minExtent: gutter, maxExtent: gutter, tickCount: 5 },
  legend: {
    orient: 'top',
    direction: 'horizontal',
    labelColor: color.ink,
    labelFontSize: 12,
    labelLimit: 300,
    symbolType: 'stroke',
    symbolSize: 260,
    symbolStrokeWidth: 2.5,
    symbolOpacity: 1,
    columnPadding: 18,
    rowPadding: 3,
    offset: 8,
  },
  line: { strokeWidth: 2.2, strokeCap: 'round', strokeJoin: 'round' },
  concat: { spacing: 22 },
};
