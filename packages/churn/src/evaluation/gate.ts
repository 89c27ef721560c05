import { gateChecks, shippedRanker } from '@applied-modeling/evaluation';
import type { RunAudit } from '@applied-modeling/feature-store';
import { evaluateGate, type GateVerdict } from '@applied-modeling/tracking';
import type { Evaluation } from '../domain.ts';
import { gateSettings } from '../settings.ts';

/** What has to hold before the model may be offered; what the data cannot answer at all is skipped by name. */
export function judgeGate({ ladder, calibration, ceilings }: Evaluation, audit: RunAudit): GateVerdict {
  const evidence = {
    auditPassed: audit.passed,
    shipped: shippedRanker(ladder),
    better: 'higher',
    calibration,
    chanceIs: 'a probability is multiplied by dollars',
    closed: { name: 'gap closed', share: ceilings?.gapClosed ?? null },
  } as const;
  const { minimumGapClosed: closed, maximumCalibrationError: atMost } = gateSettings;
  return evaluateGate([
    ...gateChecks(evidence, { closed }),
    {
      name: 'expected calibration error',
      found: calibration.shipped.expectedCalibrationError,
      required: { atMost },
      because: 'it is the mean miss over equal-mass bins of the test window',
    },
  ]);
}
