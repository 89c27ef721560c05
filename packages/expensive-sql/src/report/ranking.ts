import { type Rung, rungOf } from '@applied-modeling/evaluation';
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
      ...told.blocks,
      await report.figure(
        'precision-recall',
        report.precisionRecall({ curves: curves.map((one) => ({ ...one, role: report.drawnAs(one.role) })), baseRate }),
        'Precision and recall on all queries, and of the model on templates that training never saw.',
        'Left to right more queries are called expensive; each curve shows which share of them is.',
      ),
      sliceTable(slices),
    ],
  };
}

/** Names of the rungs that a slice is told by. */
const TOLD: readonly Rung['role'][] = ['incumbent', 'simple', 'model', 'ceiling'];

function sliceTable(slices: readonly TrafficSlice[]): report.Block {
  const figureOf = (ladder: TrafficSlice['ladder'], role: Rung['role']) =>
    ladder === null ? '—' : decimal(ladder.find((rung) => rung.role === role)?.averagePrecision.estimate);
  return report.table({
    caption:
      'By what training has seen. Average precision rises with the share that is expensive, so compare along a row. A dash: too few expensive queries to tell.',
    rows: slices.map(({ name, queries, expensive, traffic, share, ladder }) => ({
      queries: name,
      'of the traffic': `${percent(traffic)} (${count(queries)})`,
      'of the expensive': `${percent(share, 0)} (${count(expensive)})`,
      rule: figureOf(ladder, TOLD[0]),
      logistic: figureOf(ladder, TOLD[1]),
      model: ladder === null ? '—' : estimate(rungOf(ladder, 'model').averagePrecision),
      ceiling: figureOf(ladder, TOLD[3]),
    })),
  });
}
