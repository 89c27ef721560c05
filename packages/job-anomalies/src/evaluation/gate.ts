import { gateChecks, rungOf, shippedRanker } from '@applied-modeling/evaluation';
import type { RunAudit } from '@applied-modeling/feature-store';
import { evaluateGate, type GateVerdict } from '@applied-modeling/tracking';
import type { Evaluation } from '../domain.ts';
import { gateSettings } from '../settings.ts';

/** What has to hold before the model may be offered; what the data cannot answer at all is skipped by name. */
export function judgeGate({ ladder, calibration, paging, gapClosed }: Evaluation, audit: RunAudit): GateVerdict {
  const closed = { name: 'gap closed', share: gapClosed };
  const common = {
    auditPassed: audit.passed,
    shipped: shippedRanker(ladder),
    better: 'higher',
    calibration,
    closed,
  } as const;
  const [earned, above] = (['model', 'incumbent'] as const).map((role) => rungOf(paging.policies, role).net.estimate);
  return evaluateGate([
    ...gateChecks({ ...common, chanceIs: 'a chance is multiplied by dollars' }, gateSettings),
    { name: 'money', found: earned, required: { above }, because: 'the rule in force earns that' },
  ]);
}
