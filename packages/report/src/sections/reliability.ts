import type { JudgedCalibration } from '@applied-modeling/evaluation';
import { figure, table } from '../blocks.ts';
import { type Reliability, type ReliabilityBin, reliability } from '../charts/reliability.ts';
import { decimal, type Estimate, estimate, percent } from '../format.ts';
import type { Block, Section } from '../page.ts';

export type CalibrationTold = {
  readonly name: string;
  /** Of equal mass. */
  readonly bins: readonly ReliabilityBin[];
  /** Or why it has none. */
  readonly slope: Estimate | { readonly why: string };
  readonly expectedCalibrationError: number;
  readonly brierScore: number;
};

/**
 * Predicted against observed rates, and each method in figures.
 *
 * @param of what is scored and what may happen to it: `['jobs', 'fail']`
 */
export async function reliabilityBlocks(
  methods: readonly CalibrationTold[],
  histogram: Reliability['histogram'],
  [cases, happens]: readonly [cases: string, happens: string],
): Promise<readonly Block[]> {
  return [
    await figure(
      'reliability',
      reliability({ methods, histogram }),
      `Predicted against observed rates of ${cases} that ${happens}, with 95 % intervals.`,
      `On the diagonal, of ${cases} scored 30 % three in ten ${happens}.`,
    ),
    table({
      rows: methods.map((one) => ({
        method: one.name,
        slope: estimate(one.slope),
        'calibration error': percent(one.expectedCalibrationError, 2),
        Brier: decimal(one.brierScore, 5),
      })),
    }),
  ];
}

/** Whether three in ten of those scored 30 % happen: the method that ships beside the others. `of` is as above. */
export async function calibrationSection(
  { shipped, alternatives, histogram }: Pick<JudgedCalibration, 'shipped' | 'alternatives' | 'histogram'>,
  of: readonly [cases: string, happens: string],
): Promise<Section> {
  const methods = [shipped, ...alternatives].map((one) => ({ ...one, name: METHODS[one.method] }));
  return {
    title: 'Can a probability be multiplied by dollars?',
    code: ['stages/5-calibrate.ts'],
    blocks: await reliabilityBlocks(methods, histogram, of),
  };
}

const METHODS = { isotonic: 'isotonic', platt: 'Platt', none: 'raw' } as const;
