import { assertRows } from '../rows.ts';
import { type Margins, type Probabilities, sigmoid } from '../units.ts';
import { type IsotonicCalibrator, isotonicProbability } from './isotonic.ts';
import type { PlattCalibrator } from './platt.ts';

/** From margin to probability, as plain data that is saved beside the model. `none` is the sigmoid itself. */
export type Calibrator = IsotonicCalibrator | PlattCalibrator | { readonly method: 'none' };

/** Calibrated probabilities of raw margins. Throws for a margin that is not finite, as fitting does. */
export function applyCalibrator(calibrator: Calibrator, margin: Margins): Float64Array & Probabilities {
  assertRows('applyCalibrator', { margin });
  switch (calibrator.method) {
    case 'isotonic':
      return Float64Array.from(margin, (value) => isotonicProbability(calibrator, value));
    case 'platt':
      return Float64Array.from(margin, (value) => sigmoid(calibrator.slope * value + calibrator.intercept));
    case 'none':
      return Float64Array.from(margin, sigmoid);
  }
}
