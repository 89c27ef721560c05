import { gateChecks, shippedRanker } from '@applied-modeling/evaluation';
import type { RunAudit } from '@applied-modeling/feature-store';
import { evaluateGate, type GateVerdict } from '@applied-modeling/tracking';
import type { Evaluation } from '../domain.ts';
import { gateSettings } from '../settings.ts';

/** What has to hold before the model may be offered; what the data cannot answer at all is skipped by name. */
export function judgeGate({ ladder, calibration, money, gapClosed }: Evaluation, audit: RunAudit): GateVerdict {
  const evidence = {
    auditPassed: audit.passed,
    shipped: shippedRanker(ladder),
    better: 'higher',
    calibration,
    chanceIs: 'a probability is multiplied by dollars',
    closed: { name: 'gap closed', share: gapClosed },
  } as const;
  const isWorthIt = { above: money.rule.netUsd };
  return evaluateGate([
    ...gateChecks(evidence, gateSettings),
    { name: 'money', found: money.model.netUsd, required: isWorthIt, because: 'the rule earns this much' },
  ]);
}
