import { evaluateGate, type GateCheck, type GateVerdict } from '@applied-modeling/tracking';
import type { Evaluation, PolicyCost } from '../domain.ts';
import { costQuantile, gateSettings } from '../settings.ts';
import type { Audit } from './audit.ts';
import { spokenOf } from './spoken-of.ts';

/** Named checks; a value that is missing fails. What the data cannot answer at all is skipped by name. */
export function judgeGate(evaluation: Evaluation, audit: Audit): GateVerdict {
  const { regretClosed, shortage } = evaluation;
  const { model, incumbent, best } = spokenOf(evaluation);
  const { slope } = shortage.calibration.shipped;
  return evaluateGate([
    {
      name: 'audit passed',
      found: audit.passed,
      required: { equals: true },
      because: 'a leak makes every other figure meaningless',
    },
    cheaperThan('the incumbent', incumbent),
    cheaperThan('the best baseline', best),
    {
      name: 'coverage of the planned hour',
      found: 1 - model.shortShare,
      required: { within: [costQuantile - gateSettings.coveragePoints, costQuantile + gateSettings.coveragePoints] },
      because: 'the prices buy five hours in six, and covering more or fewer of them wastes money',
    },
    'why' in slope
      ? { name: 'shortage calibration slope', why: slope.why }
      : {
          name: 'shortage calibration slope',
          found: [slope.low, slope.high],
          required: { overlaps: gateSettings.calibrationSlope },
          because: 'a manager weighs the chance against the work of looking into it',
        },
    regretClosed
      ? {
          name: 'regret closed',
          found: regretClosed.estimate,
          required: { atLeast: gateSettings.minimumRegretClosed },
          because: 'less of the way from the best baseline to the oracle is not worth a new system',
        }
      : { name: 'regret closed', why: 'nobody knows what an oracle would have planned on these data' },
  ]);
}

function cheaperThan(what: string, { modelMinusThis }: PolicyCost): GateCheck {
  return {
    name: `cheaper than ${what}`,
    found: modelMinusThis.high,
    required: { below: 0 },
    because: 'this is the upper end of the 95 % interval of the paired difference, in dollars',
  };
}
