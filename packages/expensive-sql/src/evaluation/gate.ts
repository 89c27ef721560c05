import { rankingChecks } from '@applied-modeling/evaluation';
import type { RunAudit } from '@applied-modeling/feature-store';
import { evaluateGate, type GateVerdict } from '@applied-modeling/tracking';
import type { Evaluation } from '../domain.ts';
import { gateSettings } from '../settings.ts';

/** What has to hold before the model may be offered; what the data cannot answer at all is skipped by name. */
export function judgeGate(evaluation: Evaluation, audit: RunAudit): GateVerdict {
  const chanceIs = 'a chance is held against the utilisation of the pool';
  const evidence = { auditPassed: audit.passed, chanceIs, money: evaluation.money.placed.rungs };
  return evaluateGate(rankingChecks(evaluation, evidence, gateSettings));
}
