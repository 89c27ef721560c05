import { type Decision, decimal, percent, usd } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { SHIPPED_QUEUE } from '../queue-money.ts';

/** The verdict on top of the page, with four figures beside it. */
export function decision({ evaluation, audit, gate }: JudgedRun): Decision {
  const rule = evaluation.ladder.find(({ name }) => name === 'csm_rule')!;
  const best = evaluation.money.find(({ policy }) => policy === SHIPPED_QUEUE);
  const refused = gate.checks.filter(({ passed }) => !passed).map(({ name }) => name);
  const tiles = [
    {
      label: 'average precision',
      value: decimal(evaluation.averagePrecision.estimate),
      detail: `rule ${decimal(rule.averagePrecision.estimate)}${evaluation.ceilings ? `, ceiling ${decimal(evaluation.ceilings.observable.estimate)}` : ''}`,
    },
    {
      label: `precision of the ${evaluation.k} riskiest a week`,
      value: percent(evaluation.precisionAtK.precision, 0),
      detail: `rule ${percent(rule.precisionAtK, 0)}${best ? `; by revenue at risk ${percent(best.precision, 0)}` : ''}`,
    },
    {
      label: 'gap closed',
      value: percent(evaluation.ceilings?.gapClosed, 0),
      detail: evaluation.ceilings ? 'from the rule to the ceiling' : 'unknown on your own data',
    },
    {
      label: 'net value, 12 weeks',
      value: best ? usd(best.net.estimate) : 'unknown',
      detail: best ? `${usd(best.net.low)} to ${usd(best.net.high)}` : 'no account has a revenue',
    },
  ];
  if (!audit.passed) {
    const suspects = new Set(
      audit.findings.flatMap(({ subject, severity }) => (severity === 'refused' ? [subject] : [])),
    );
    return {
      verdict: 'Do not use this run: the audit found a leak',
      tone: 'stop',
      text: `${[...suspects].map((subject) => `\`${subject}\``).join(', ')}. Nothing is registered.`,
      tiles,
    };
  }
  return gate.passed
    ? {
        verdict: 'Offer the model for promotion',
        tone: 'go',
        text: 'Every check of the gate passed. The CSM rule stays in force until a person promotes the challenger.',
        tiles,
      }
    : { verdict: 'Keep the CSM rule for now', tone: 'open', text: `The gate refused: ${refused.join(', ')}.`, tiles };
}
