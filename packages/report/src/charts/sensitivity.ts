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

export type Sensitivity = {
  /** What the policies are worth, or cost; `Net value` by default. */
  readonly metric?: string;
  /** The assumption that is varied, as in `cost of one contact`. */
  readonly assumption: string;
  /** Its multiples, ascending: ¼ … 4. */
  readonly multipliers: readonly number[];
  readonly policies: readonly (NamedSeries & { readonly netValue: readonly number[] })[];
  /** Multiples at which the decision changes; what it changes to is the caption's to tell. */
  readonly flips?: readonly { readonly multiplier: number }[];
};

/** The value or cost of each policy as one assumption is varied: where the lines cross, the decision flips. */
export function sensitivity({
  metric = 'Net value',
  assumption,
  multipliers,
  policies,
  flips = [],
}: Sensitivity): ChartSpec {
  const points = policies.flatMap(({ name, netValue }) =>
    multipliers.map((multiplier, i) => ({ series: name, multiplier, value: netValue[i] })),
  );
  const [least, greatest] = [multipliers[0], multipliers[multipliers.length - 1]];
  const shareOf = (multiplier: number) => Math.log(multiplier / least) / Math.log(greatest / least);
  const dash = [3, 3];
  const flipRule = { type: 'rule', color: color.ink, strokeWidth: 1, strokeDash: dash } as const;
  const tickValues = [...multipliers];
  const x = {
    field: 'multiplier',
    type: 'quantitative',
    scale: { type: 'log', base: 2, nice: false },
    axis: {
      title: `Multiple of the assumed ${assumption}`,
      values: tickValues,
      labelExpr: "'×' + format(datum.value, '~r')",
    },
  } as const;
  const y = { field: 'value', type: 'quantitative', axis: { title: null, labelExpr: usdLabels } } as const;
  return {
    description: `${metric} of ${policies.map(({ name }) => name).join(', ')} as ${assumption} varies from ×${least} to ×${greatest}.`,
    draw: (frame) => {
      const series = seriesEncoding(policies, frame);
      return {
        title: heading(metric, frame),
        width: plotWidth(frame),
        height: 220,
        layer: [
          {
            data: { values: [{ value: 0 }] },
            mark: { type: 'rule', color: color.faint, strokeWidth: 1.2 },
            encoding: { y },
          },
          { data: { values: points }, mark: 'line', encoding: { x, y, ...series } },
          {
            data: { values: points },
            mark: { type: 'point', filled: true, size: 40, opacity: 1 },
            encoding: { x, y, color: series.color },
          },
          ...flips.map((flip) => ({
            data: { values: [{ ...flip, label: `×${Number(flip.multiplier.toPrecision(2))}` }] },
            encoding: { x },
            layer: [
              { mark: flipRule },
              ...labelMarks({ ...runsInward(shareOf(flip.multiplier), 6), y: 8 }).map((mark) => ({
                mark,
                encoding: { text: { field: 'label' } },
              })),
            ],
          })),
        ],
      };
    },
  };
}
