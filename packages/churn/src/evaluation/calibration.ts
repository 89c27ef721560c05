import {
  applyCalibrator,
  brierDecomposition,
  brierScore,
  type Calibrator,
  calibrationSlope,
  expectedCalibrationError,
  logLoss,
  reliabilityDiagram,
} from '@applied-modeling/evaluation';
import type { CalibratedModel, CalibrationReport, Evaluation } from '../domain.ts';
import { interval, type Window } from './window.ts';

/** Isotonic beside Platt and the raw sigmoid, each on the same rows; then what the isotonic probabilities are made of. */
export function judgeCalibration(
  window: Window,
  margin: Float64Array,
  { calibrator, alternatives }: CalibratedModel,
): Pick<Evaluation, 'calibration' | 'brier' | 'scoreHistogram'> {
  const probability = applyCalibrator(calibrator, margin);
  return {
    calibration: compareCalibrators(window, margin, [calibrator, alternatives.platt, alternatives.none]),
    brier: brierDecomposition(window.label, probability, EQUAL_MASS, window.weight),
    scoreHistogram: histogram(probability),
  };
}

const EQUAL_MASS = { kind: 'equal-mass', bins: 15 } as const;

function compareCalibrators(
  { label, weight, cluster }: Window,
  margin: Float64Array,
  calibrators: readonly Calibrator[],
): CalibrationReport[] {
  return calibrators.map((calibrator) => {
    const probability = applyCalibrator(calibrator, margin);
    const { slope, intercept } = calibrationSlope({ label, probability, weight, cluster });
    return {
      method: calibrator.method,
      brierScore: brierScore(label, probability, weight),
      logLoss: logLoss(label, probability, weight),
      expectedCalibrationError: expectedCalibrationError(label, probability, EQUAL_MASS, weight).expected,
      slope: interval(slope),
      intercept: interval(intercept),
      bins: reliabilityDiagram(label, probability, { scheme: EQUAL_MASS, weight }).map((bin) => ({
        meanScore: bin.meanPredicted,
        observedRate: bin.observedRate,
        low: bin.low,
        high: bin.high,
      })),
    };
  });
}

/** How many decisions fall into each twentieth of [0, 1]. */
function histogram(probability: Float64Array): Evaluation['scoreHistogram'] {
  const counts = new Array<number>(20).fill(0);
  for (const p of probability) counts[Math.min(19, Math.floor(p * 20))] += 1;
  return counts.map((count, bin) => ({ from: bin / 20, to: (bin + 1) / 20, count }));
}
