import { earnsMore, gateChecks, rungOf, shippedSlates } from '@applied-modeling/evaluation';
import type { RunAudit } from '@applied-modeling/feature-store';
import { evaluateGate, type GateVerdict } from '@applied-modeling/tracking';
import type { Evaluation } from '../domain.ts';
import { gateSettings } from '../settings.ts';

/** What has to hold before the model may be offered; what the data cannot answer at all is skipped by name. */
export function judgeGate(evaluation: Evaluation, audit: RunAudit): GateVerdict {
  const { ladder, calibration, money, gapClosed, violations } = evaluation;
  const { repeat } = rungOf(ladder, 'incumbent');
  const evidence = {
    auditPassed: audit.passed,
    shipped: shippedSlates(ladder),
    better: 'higher',
    calibration,
    chanceIs: 'a slate is shown where the chance of a success is worth its noise',
    closed: { name: 'gap closed', share: gapClosed },
  } as const;
  const onRepeats = 'no worse on repeated tasks';
  return evaluateGate([
    ...gateChecks(evidence, gateSettings),
    repeat === null
      ? { name: onRepeats, why: 'nobody knows which page repeats a task' }
      : {
          name: onRepeats,
          found: repeat.modelMinusThis.estimate,
          required: { atLeast: -gateSettings.lostOnRepeats },
          because: 'most pages are repeats, and the rule is good at them',
        },
    {
      name: 'permission violations',
      found: violations,
      required: { atMost: 0 },
      because: 'one notebook shown to somebody who may not open it is one too many',
    },
    money === null
      ? { name: 'money', why: 'nobody knows what slates that were not shown would have been worth' }
      : earnsMore(money.priced),
  ]);
}
