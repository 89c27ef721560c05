import * as charts from '@applied-modeling/report';
import { type Block, interval, percent, renderChart, type Section, usd } from '@applied-modeling/report';
import type { PolicyCost } from '../domain.ts';
import type { JudgedRun } from '../pipeline.ts';

/** What every way to choose levels costs, from what was provisioned up to the oracle, and MAPE beside the dollars. */
export async function moneySection({ evaluation }: JudgedRun): Promise<Section> {
  return {
    title: 'What do the levels cost?',
    code: [{ label: '6-evaluate.ts', href: '../../../packages/capacity-forecast/src/stages/6-evaluate.ts' }],
    blocks: [
      { kind: 'paragraph', text: introduction(evaluation) },
      await costFigure(evaluation),
      ladder(evaluation),
      { kind: 'paragraph', text: misleadingError(evaluation.policies) },
    ],
  };
}

function introduction({ regretClosed, bestBaseline, judgedBy }: JudgedRun['evaluation']): string {
  const judged =
    judgedBy === 'truth'
      ? 'Every level is charged for the nodes that waited and for the demand it could not serve, by the true demand that no planner sees.'
      : 'Every level is charged for the nodes that waited and for the demand it could not serve, as estimated from usage, failures and stock-outs.';
  return regretClosed
    ? `${judged} The oracle knows the hidden level of every series on the Thursday; nobody can plan better on average. The model closes ${interval(regretClosed.estimate, [regretClosed.low, regretClosed.high], (share) => percent(share, 0))} of the way from the best baseline, ${bestBaseline}, to it.`
    : `${judged} On your own data nobody knows what an oracle would have planned: there is no regret to close.`;
}

async function costFigure({ policies, weeks }: JudgedRun['evaluation']): Promise<Block> {
  const against = policies.some(({ aboveOracle }) => aboveOracle !== null);
  const shown = policies.filter(({ role }) => role !== 'oracle');
  const chart = await renderChart(
    charts.barsWithIntervals({
      metric: against ? `Cost above the oracle, ${weeks.length} weeks` : `Cost, ${weeks.length} weeks`,
      format: '$.3s',
      bars: shown.map((policy) => {
        const { estimate, low, high } = policy.aboveOracle ?? policy.costUsd;
        return { name: labelOf(policy), value: estimate, low, high, emphasis: policy.role === 'model' };
      }),
    }),
  );
  return {
    kind: 'figure',
    name: 'cost-by-policy',
    chart,
    caption: 'Idle and unmet nodes in dollars, on the same series and weeks.',
    reading: 'The thin line is the 95 % interval from resampling whole weeks: the series of a week share their shocks.',
  };
}

function labelOf({ name, role }: PolicyCost): string {
  if (role === 'careless') return `${name} (careless)`;
  return role === 'ablation' ? `${name} (a part of the model)` : name;
}

function ladder({ policies }: JudgedRun['evaluation']): Block {
  return {
    kind: 'table',
    caption:
      'The ladder. “GBM on usage” learns what was served and forgets who was turned away. “Structural” is the forecast the model corrects, announced launches and signed tenants included: a part of the model and no baseline.',
    table: {
      columns: [
        { title: 'levels by' },
        { title: 'cost', align: 'right' },
        { title: 'model − this [95 %]', align: 'right' },
        { title: 'covered', align: 'right' },
        { title: 'MAPE', align: 'right' },
      ],
      rows: policies.map((policy) => [
        policy.name,
        usd(policy.costUsd.estimate),
        policy.role === 'model'
          ? '—'
          : interval(policy.modelMinusThis.estimate, [policy.modelMinusThis.low, policy.modelMinusThis.high], usd),
        percent(1 - policy.shortShare),
        percent(policy.mape, 0),
      ]),
      emphasis: policies.findIndex(({ role }) => role === 'model'),
    },
  };
}

/** The policy of least MAPE beside the one of least cost among those anybody could have followed. */
function misleadingError(policies: readonly PolicyCost[]): string {
  const real = policies.filter(({ role }) => role !== 'oracle');
  const least = (of: (policy: PolicyCost) => number) => real.reduce((a, b) => (of(b) < of(a) ? b : a));
  const [accurate, cheap] = [least(({ mape }) => mape), least(({ costUsd }) => costUsd.estimate)];
  if (accurate === cheap)
    return `${cheap.name} has both the least cost and the least MAPE here; only the cost decides.`;
  const excess = accurate.costUsd.estimate - cheap.costUsd.estimate;
  return `By MAPE one would ship ${accurate.name} (${percent(accurate.mape, 0)} against ${percent(cheap.mape, 0)}) and pay ${usd(excess)} more than with ${cheap.name}: a percentage error rewards levels that are too low, because an unmet node counts no more than an idle one.`;
}
