import * as report from '@applied-modeling/report';
import { count, decimal, percent } from '@applied-modeling/report';
import type { ExplainedAway } from '../evaluation/explained-away.ts';
import type { JudgedRun } from '../pipeline.ts';

/** Whether the counterfactual holds its promise, and a run it explains that looks late by its own past. */
export async function counterfactualSection({ evaluation }: JudgedRun): Promise<report.Section> {
  const { coverage, paging } = evaluation;
  return {
    title: 'Does it know what a run should take?',
    code: ['stages/4-train.ts', 'evaluation/explained-away.ts'],
    blocks: [
      report.table({
        caption:
          'Runs no longer than the 99 % quantile of the counterfactual. Promised is 99 % in every band of noise.',
        rows: coverage.map(({ band, covered, runs }) => ({
          'noise of the job': band,
          runs: count(runs),
          'no longer': percent(covered),
        })),
      }),
      ...(paging.explainedAway ? await explained(paging.explainedAway) : []),
    ],
  };
}

async function explained({ job, minutes, expected, usual, z, steps }: ExplainedAway): Promise<readonly report.Block[]> {
  const base = Math.log(usual);
  const spec = report.contributions({
    ...{ base, unit: 'Minutes', areLogs: true, ends: ['usual of this job', 'should take'] },
    steps: steps.map(({ name, log }) => ({ name, effect: log })),
  });
  return [
    report.paragraph(
      `${job} usually takes ${count(usual)} minutes and this run took ${count(minutes)}: robust z pages at ${decimal(z, 1)} standard deviations. Given its work it should take ${count(expected)}, the model stays silent, and hindsight finds no page worth sending. No other page of the rule that work explains is for more minutes.`,
    ),
    await report.figure(
      'explained-away',
      spec,
      `What lifts the expected minutes of ${job} from its usual ones. This says why, not what to change.`,
      'Each bar multiplies what stands above it, on a scale of factors: ×1.00 changes nothing.',
    ),
  ];
}
