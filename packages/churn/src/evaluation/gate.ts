import { rungOf } from '@applied-modeling/evaluation';
import type { RunAudit } from '@applied-modeling/feature-store';
import { evaluateGate, type GateVerdict } from '@applied-modeling/tracking';
import type { Evaluation } from '../domain.ts';
import { gateSettings } from '../settings.ts';

/** Named checks; a value that is missing fails. What the data cannot answer at all is skipped by name. */
export function judgeGate(evaluation: Evaluation, audit: RunAudit): GateVerdict {
  const { slope, expectedCalibrationError } = evaluation.calibration.shipped;
  return evaluateGate([
    {
      name: 'audit passed',
      found: audit.passed,
      required: { equals: true },
      because: 'a leak makes every other figure meaningless',
    },
    {
      name: 'beats the CSM rule',
      found: rungOf(evaluation.ladder, 'incumbent').modelMinusThis.low,
      required: { above: 0 },
      because: 'this is the lower end of the 95 % interval of the paired difference',
    },
    {
      name: 'beats logistic regression',
      found: rungOf(evaluation.ladder, 'simple').modelMinusThis.low,
      required: { above: 0 },
      because: 'this is the lower end of the 95 % interval, and otherwise the simpler model ships',
    },
    {
      name: 'calibration slope',
      found: 'why' in slope ? null : [slope.low, slope.high],
      required: { overlaps: gateSettings.calibrationSlope },
      because: 'a probability is multiplied by dollars',
    },
    {
      name: 'expected calibration error',
      found: expectedCalibrationError,
      required: { atMost: gateSettings.maximumCalibrationError },
      because: 'it is the mean miss over equal-mass bins of the test window',
    },
    evaluation.ceilings
      ? {
          name: 'gap closed',
          found: evaluation.ceilings.gapClosed,
          required: { atLeast: gateSettings.minimumGapClosed },
          because: 'less of the way from the rule to the ceiling is not worth a new system',
        }
      : { name: 'gap closed', why: 'nobody knows how well anyone could have done on these data' },
  ]);
}
