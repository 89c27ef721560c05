import type { Weights } from '../rows.ts';
import type { Margins } from '../units.ts';
import type { Calibrator } from './apply-calibrator.ts';
import { fitIsotonic } from './isotonic.ts';
import { fitPlatt } from './platt.ts';

/** One calibrator of each method, fitted on the same rows: one of them ships, all of them are judged. */
export function fitCalibrators(
  margin: Margins,
  label: ArrayLike<number>,
  options: { readonly weight?: Weights | undefined } = {},
): { readonly [Method in Calibrator['method']]: Extract<Calibrator, { readonly method: Method }> } {
  return {
    isotonic: fitIsotonic(margin, label, options),
    platt: fitPlatt(margin, label, options),
    none: { method: 'none' },
  };
}
