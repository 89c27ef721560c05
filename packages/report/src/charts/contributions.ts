import type { ChartSpec } from '../render-chart.ts';
import { color, heading, labelMarks, namedRows, plotWidth } from '../theme.ts';

export type Contributions = {
  /** The score of an average case, where the waterfall starts. */
  readonly base: number;
  /** In drawing order, greatest effect first; fold the tail into one step called `all others`. */
  readonly steps: readonly {
    readonly name: string;
    /** Added to the score, in the score's unit. */
    readonly effect: number;
    /** The case's own value, as text: `0.42`. */
    readonly found?: string;
  }[];
  /** The score's unit: `log-odds`. */
  readonly unit: string;
  /** Of logs: effects are told as factors, and scores as what they are logs of. */
  readonly areLogs?: boolean;
  /** Where it starts and ends. */
  readonly ends?: readonly [string, string];
};

/** Why one case has its score: from the average score, step by step, to its own. Base and effects add up to the score. */
export function contributions(told: Contributions): ChartSpec {
  const { base, steps, unit, areLogs = false, ends = ['average case', 'this case'] } = told;
  const score = areLogs ? (value: number) => Number(Math.exp(value).toPrecision(3)).toLocaleString('en-US') : signed;
  const effectOf = areLogs ? (value: number) => `×${Math.exp(value).toFixed(2)}` : signed;
  let reached = base;
  const moves = steps.map(({ name, effect, found }) => {
    const from = reached;
    reached += effect;
    return {
      name: found === undefined ? name : `${name} = ${found}`,
      from,
      to: reached,
      text: effectOf(effect),
      kind: effect < 0 ? 'lowers' : 'raises',
    };
  });
  const rows = [
    { name: ends[0], from: base, to: base, text: score(base), kind: 'score' },
    ...moves,
    { name: ends[1], from: reached, to: reached, text: score(reached), kind: 'score' },
  ].map((row) => ({ ...row, end: Math.max(row.from, row.to) }));
  const order = rows.map(({ name }) => name);
  const span = [Math.min(...rows.map(({ from, to }) => Math.min(from, to))), Math.max(...rows.map(({ end }) => end))];
  const room = span[1] - span[0] || 1;
  return {
    description: `Contributions to one score: ${rows.map(({ name, text }) => `${name} ${text}`).join(', ')} (${unit}).`,
    draw: (frame) => {
      const { left, step, axis } = namedRows(frame, order);
      const domain = [span[0] - room * 0.04, span[1] + room * (frame.size === 'wide' ? 0.18 : 0.22)]; // room for the values
      const x = {
        field: 'from',
        type: 'quantitative',
        scale: { domain, nice: false, zero: false },
        axis: {
          title: null,
          tickCount: 5,
          grid: true,
          ...(areLogs && { labelExpr: "format(exp(datum.value), ',.2~r')" }),
        },
      } as const;
      const y = { field: 'name', type: 'nominal', sort: order, axis } as const;
      return {
        title: heading(areLogs ? unit : `Score, in ${unit}`, frame, left),
        data: { values: rows },
        width: plotWidth(frame, left),
        height: { step },
        layer: [
          {
            transform: [{ filter: "datum.kind !== 'score'" }],
            mark: { type: 'bar', height: 16 },
            encoding: { x, x2: { field: 'to' }, y, color: directionColor },
          },
          {
            transform: [{ filter: "datum.kind === 'score'" }],
            mark: { type: 'tick', thickness: 3, height: 20, color: color.ink },
            encoding: { x, y },
          },
          ...labelMarks({ align: 'left', dx: 7 }).map((mark) => ({
            mark,
            encoding: { x: { ...x, field: 'end' }, y, text: { field: 'text', type: 'nominal' } } as const,
          })),
        ],
      };
    },
  };
}

/** No legend: every bar carries its sign. */
const directionColor = {
  field: 'kind',
  type: 'nominal',
  scale: { domain: ['raises', 'lowers'], range: [color.bad, color.series[0]] },
  legend: null,
} as const;

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
