import * as report from '@applied-modeling/report';
import { decimal, estimate, percent } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** Precision and recall of the model between the rules and the ceilings, and the ladder in figures. */
export async function rankingSection({ evaluation }: JudgedRun): Promise<report.Section> {
  const { ceilings, baseRate } = evaluation;
  return {
    title: 'How well does it rank?',
    code: ['stages/6-evaluate.ts'],
    blocks: [
      report.paragraph(
        ceilings
          ? `The observable ceiling is what a forecaster reaches who knows how this world works and sees the same data; the clairvoyant ceiling also knows every hidden state. Average precision of the model is ${estimate(evaluation.averagePrecision)}, of the ceiling ${decimal(ceilings.observable.estimate)}: gap closed ${percent(ceilings.gapClosed)}.`
          : 'On your own data nobody knows how well anyone could have done: there is no ceiling and no gap closed.',
      ),
      await report.rungsFigure(evaluation.curves, { baseRate, ceilings }),
      report.ladderTable(
        evaluation.ladder,
        'The ladder. Differences are paired: both scores on the same resamples of accounts.',
      ),
      report.liftTable(evaluation.lift, ['collapses', 'accounts']),
    ],
  };
}
