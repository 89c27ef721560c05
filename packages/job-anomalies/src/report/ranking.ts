import { shippedRung } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { estimate, percent } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** The ladder as an order of checkpoints, and whether the model earns its place on it. */
export function rankingSection({ evaluation: { ladder, gapClosed } }: JudgedRun): report.Section {
  const { bestSimpler, modelMinusBest, modelEarnsItsPlace } = shippedRung(ladder, {
    figureOf: ({ averagePrecision }) => averagePrecision.estimate,
    better: 'higher',
  });
  const verdict = `Model − ${bestSimpler.name}, the best simpler rung, is ${estimate(modelMinusBest)}: ${modelEarnsItsPlace ? 'more than noise, so the model ships' : 'no more than noise, so the simpler rung ships'}.`;
  const ceiling =
    gapClosed === null
      ? 'On your own data nobody knows how well anyone could have done: there is no ceiling.'
      : `It closes ${percent(gapClosed, 0)} of the gap from the rule to the observable ceiling.`;
  return {
    title: 'How well does it rank?',
    code: ['stages/6-evaluate.ts'],
    blocks: [
      report.paragraph(`${verdict} ${ceiling}`),
      report.ladderTable(
        ladder,
        'Every checkpoint of every test run, k of them a day; differences are paired, on the same resamples of incidents.',
      ),
    ],
  };
}
