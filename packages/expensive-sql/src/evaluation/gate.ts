import { gateChecks, rungOf, shippedRanker } from '@applied-modeling/evaluation';
import type { RunAudit } from '@applied-modeling/feature-store';
import { evaluateGate, type GateVerdict } from '@applied-modeling/tracking';
import type { Evaluation } from '../domain.ts';
import { gateSettings } from '../settings.ts';

/** What has to hold before the model may be offered; what the data cannot answer at all is skipped by name. */
export function judgeGate({ ladder, calibration, money, gapClosed }: Evaluation, audit: RunAudit): GateVerdict {
  const earned = rungOf(money.priced, 'model').net.estimate;
  const ruled = rungOf(money.priced, 'incumbent').net.estimate;
  const usual = gateChecks(
    {
      auditPassed: audit.passed,
      shipped: shippedRanker(ladder),
      better: 'higher',
      calibration,
      chanceIs: 'a chance is held against the utilisation of the pool',
      closed: { name: 'gap closed', share: gapClosed },
    },
    gateSettings,
  );
  const inDollars = {
    name: 'money',
    found: earned,
    required: { above: ruled },
    because: 'the rule in force earns that',
  };
  return evaluateGate([...usual, inDollars]);
}
