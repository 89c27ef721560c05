import type { Rung } from '@applied-modeling/evaluation';
import * as report from '@applied-modeling/report';
import { count, decimal, estimate, percent } from '@applied-modeling/report';
import type { TrafficSlice } from '../evaluation/slices.ts';
import type { JudgedRun } from '../pipeline.ts';

/** How well queries are ordered, all of them and those whose template training never saw. */
export async function rankingSection({ evaluation }: JudgedRun): Promise<report.Section> {
  const { ladder, slices, baseRate, curves } = evaluation;
  const told = report.rankingSection(
    ladder,
    evaluation.gapClosed,
    'All queries of the test days. Differences are paired, on the same resamples of templates.',
  );
  return {
    title: 'How well does it rank, and on what it has never seen?',
    code: ['stages/6-evaluate.ts', 'evaluation/slices.ts'],
    blocks: [
      report.paragraph(
        `${LEARNED[evaluation.shipping.ships.name as keyof typeof LEARNED]} ship: ${whyItShips(evaluation)}.`,
      ),
      ...told.blocks,
      await report.figure(
        'precision-recall',
        report.precisionRecall({ curves: curves.map((one) => ({ ...one, role: report.drawnAs(one.role) })), baseRate }),
        'Precision and recall on all queries, and of the model on templates that are new since training.',
        'Left to right more queries are called expensive; each curve shows which share of them is.',
      ),
      sliceTable(slices),
    ],
  };
}

/** What was learned, as readers call it. */
export const LEARNED = { logistic: 'Logistic and ridge regression', gbm: 'Gradient-boosted trees' } as const;

/** The trees ship only where their paired interval against the regressions excludes 0. */
export function whyItShips({ shipping }: JudgedRun['evaluation']): string {
  return report.whyItShips(shipping, { better: 'better', unit: ' in average precision' });
}

/** Roles of the rungs that a slice is told by. */
const TOLD: readonly Rung['role'][] = ['incumbent', 'simple', 'model', 'unproven', 'ceiling'];

function sliceTable(slices: readonly TrafficSlice[]): report.Block {
  const rungs = slices[0].ladder!.filter(({ role }) => TOLD.includes(role));
  return report.table({
    caption:
      'By what training has seen, in average precision; it rises with the share that is expensive, so compare along a row. Without an interval: fewer expensive ones than an interval takes. A dash: none. New is what taught the model nothing, though what was logged since is read; cold, of what nothing had been logged.',
    rows: slices.map((slice) => ({
      queries: slice.name,
      'of the traffic': `${percent(slice.traffic)} (${count(slice.queries)})`,
      'of the expensive': `${percent(slice.share, 0)} (${count(slice.expensive)})`,
      ...Object.fromEntries(rungs.map((rung) => [rung.name, figureOf(rung, slice)])),
    })),
  });
}

function figureOf({ name, role }: Rung, { ladder, averagePrecision }: TrafficSlice): string {
  const judged = ladder?.find((rung) => rung.name === name)?.averagePrecision;
  return judged && role === 'model' ? estimate(judged) : decimal(averagePrecision?.[name]);
}
