import { gateChecks, rungOf, shippedRung } from '@applied-modeling/evaluation';
import type { RunAudit } from '@applied-modeling/feature-store';
import { evaluateGate, type GateVerdict } from '@applied-modeling/tracking';
import type { Evaluation } from '../domain.ts';
import { gateSettings } from '../settings.ts';

/** What has to hold before the model may be offered; what the data cannot answer at all is skipped by name. */
export function judgeGate(evaluation: Evaluation, audit: RunAudit): GateVerdict {
  const { ladder, calibration, money, gapClosed, violations } = evaluation;
  const rule = rungOf(ladder, 'incumbent');
  const usual = gateChecks(
    {
      auditPassed: audit.passed,
      shipped: shippedRung(ladder, { figureOf: ({ ndcg }) => ndcg.estimate, better: 'higher' }),
      better: 'higher',
      calibration,
      chanceIs: 'a slate is shown where the chance of a success is worth its noise',
      closed: { name: 'gap closed', share: gapClosed },
    },
    gateSettings,
  );
  const onRepeats = 'no worse on repeated tasks';
  return evaluateGate([
    ...usual,
    rule.repeat === null
      ? { name: onRepeats, why: 'nobody knows which page repeats a task' }
      : {
          name: onRepeats,
          found: rule.repeat.modelMinusThis.estimate,
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
      : {
          name: 'money',
          found: rungOf(money.priced, 'model').net.estimate,
          required: { above: rungOf(money.priced, 'incumbent').net.estimate },
          because: 'the rule in force earns that',
        },
  ]);
}
