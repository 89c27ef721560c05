import { type Decision, interval, percent, usd } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { costQuantile } from '../settings.ts';

/** The verdict on top of the page, with four figures beside it. */
export function decision({ evaluation, audit, gate }: JudgedRun): Decision {
  const tiles = tilesOf(evaluation);
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
  if (gate.passed) {
    const saved = evaluation.policies.find(({ role }) => role === 'incumbent')!.modelMinusThis;
    return {
      verdict: 'Offer the model for promotion',
      tone: 'go',
      text: `Over ${evaluation.weeks.length} weeks its levels cost ${interval(-saved.estimate, [-saved.high, -saved.low], usd)} less than what was provisioned. The four-week rule stays in force until a person promotes the challenger.`,
      tiles,
    };
  }
  const refused = gate.checks.filter(({ passed }) => !passed).map(({ name }) => name);
  return {
    verdict: 'Keep the four-week rule for now',
    tone: 'open',
    text: `The gate refused: ${refused.join(', ')}.`,
    tiles,
  };
}

function tilesOf({
  policies,
  bestBaseline,
  regretClosed,
  shortage,
  weeks,
}: JudgedRun['evaluation']): Decision['tiles'] {
  const model = policies.find(({ role }) => role === 'model')!;
  const best = policies.find(({ name }) => name === bestBaseline)!;
  const oracle = policies.find(({ role }) => role === 'oracle');
  return [
    {
      label: `idle and unmet nodes, ${weeks.length} weeks`,
      value: usd(model.costUsd.estimate),
      detail: `${bestBaseline} ${usd(best.costUsd.estimate)}${oracle ? `, oracle ${usd(oracle.costUsd.estimate)}` : ''}`,
    },
    {
      label: 'regret closed',
      value: percent(regretClosed?.estimate, 0),
      detail: regretClosed
        ? `${percent(regretClosed.low, 0)} to ${percent(regretClosed.high, 0)}, from ${bestBaseline}`
        : 'unknown on your own data',
    },
    { label: 'hours covered', value: percent(1 - model.shortShare), detail: `promised ${percent(costQuantile)}` },
    {
      label: `right among the ${shortage.k} weeks it warns of`,
      value: percent(shortage.precisionAtK, 0),
      detail: `by recent stock-outs ${percent(shortage.precisionAtKOfStockouts, 0)}; at most ${percent(shortage.achievable, 0)}`,
    },
  ];
}
