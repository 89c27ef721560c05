import type { RunAudit } from '@applied-modeling/feature-store';
import { evaluateGate, type GateVerdict } from '@applied-modeling/tracking';
import type { Evaluation } from './domain.ts';
import { gateSettings } from './settings.ts';

/** Named checks; a value that is missing fails. On a person's own data there is no ceiling, so there is no such check. */
export function judgeGate(evaluation: Evaluation, audit: RunAudit): GateVerdict {
  const rung = (name: string) => evaluation.ladder.find((one) => one.name === name)?.modelMinusThis.low ?? null;
  const calibrated = evaluation.calibration[0];
  return evaluateGate([
    {
      name: 'audit passed',
      found: audit.passed,
      required: { equals: true },
      because: 'a leak makes every other figure meaningless',
    },
    {
      name: 'beats the CSM rule',
      found: rung('csm_rule'),
      required: { above: 0 },
      because: 'this is the lower end of the 95 % interval of the paired difference',
    },
    {
      name: 'beats logistic regression',
      found: rung('logistic'),
      required: { above: 0 },
      because: 'this is the lower end of the 95 % interval, and otherwise the simpler model ships',
    },
    {
      name: 'calibration slope',
      found: calibrated ? [calibrated.slope.low, calibrated.slope.high] : null,
      required: { overlaps: gateSettings.calibrationSlope },
      because: 'a probability is multiplied by dollars',
    },
    {
      name: 'expected calibration error',
      found: calibrated?.expectedCalibrationError ?? null,
      required: { atMost: gateSettings.maximumCalibrationError },
      because: 'it is the mean miss over equal-mass bins of the test window',
    },
    ...(evaluation.ceilings
      ? [
          {
            name: 'gap closed',
            found: evaluation.ceilings.gapClosed,
            required: { atLeast: gateSettings.minimumGapClosed },
            because: 'less of the way from the rule to the ceiling is not worth a new system',
          } as const,
        ]
      : []),
  ]);
}
