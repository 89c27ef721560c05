import { gateChecks, rungOf, shippedRung } from '@applied-modeling/evaluation';
import type { RunAudit } from '@applied-modeling/feature-store';
import { evaluateGate, type GateVerdict } from '@applied-modeling/tracking';
import type { Evaluation } from '../domain.ts';
import { costQuantile, gateSettings } from '../settings.ts';

/** What has to hold before the model may be offered; what the data cannot answer at all is skipped by name. */
export function judgeGate(evaluation: Evaluation, audit: RunAudit): GateVerdict {
  const { policies, regretClosed, shortage } = evaluation;
  const better = 'lower';
  const evidence = {
    auditPassed: audit.passed,
    shipped: shippedRung(policies, { figureOf: ({ cost }) => cost.estimate, better }),
    better,
    calibration: shortage.calibration,
    chanceIs: 'a manager weighs the chance of a shortage against the work of looking into it',
    closed: { name: 'regret closed', share: regretClosed?.estimate ?? null },
  } as const;
  const { minimumRegretClosed: closed, coveragePoints } = gateSettings;
  return evaluateGate([
    ...gateChecks(evidence, { closed }),
    {
      name: 'coverage of the planned hour',
      found: 1 - rungOf(policies, 'model').shortShare,
      required: { within: [costQuantile - coveragePoints, costQuantile + coveragePoints] },
      because: 'the prices buy five hours in six, and covering more or fewer of them wastes money',
    },
  ]);
}
