import * as report from '@applied-modeling/report';
import { decimal, estimate, percent } from '@applied-modeling/report';
import { shortWeek } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';

/** Which weeks a manager should look into, and whether the chance can be believed. */
export async function shortageSection({ evaluation: { shortage } }: JudgedRun): Promise<report.Section> {
  const { shipped, histogram } = shortage.calibration;
  return {
    title: 'Which weeks should somebody look into?',
    code: ['label.ts'],
    blocks: [
      report.paragraph(introduction(shortage)),
      ranking(shortage),
      ...(await report.reliabilityBlocks([{ ...shipped, name: shipped.method }], histogram, ['weeks', 'run short'])),
    ],
  };
}

type Shortage = JudgedRun['evaluation']['shortage'];

function introduction(shortage: Shortage): string {
  const event = `Until the model is promoted, the levels of the rule in use are in force. A week runs short when more than ${percent(shortWeek.hoursShare, 0)} of its hours find fewer nodes than they ask for: ${percent(shortage.baseRate)} did at the level in force, ${percent(shortage.baseRateAsPlanned)} would have at the model's.`;
  return shortage.averagePrecision === null
    ? `${event} That is too few to say how well anybody can tell them apart.`
    : `${event} The chance is made of one number, how far the level in force lies below the one the model would plan: what the forecast knows and the rule does not is what announces a shortage.`;
}

function ranking({ averagePrecisionOfStockouts: ofStockouts, ...shortage }: Shortage): report.Block {
  const row = (order: string, averagePrecision: string, right: string) => ({
    'ordered by': order,
    'average precision': averagePrecision,
    [`right among ${shortage.k} a week`]: right,
  });
  return report.table({
    caption: `The ${shortage.k} likeliest of every week, which is what a manager can look into. A perfect order would be right ${percent(shortage.achievable, 0)} of the time.`,
    rows: [
      row('chance', estimate(shortage.averagePrecision), percent(shortage.precisionAtK)),
      row('recent stock-outs', estimate(ofStockouts), percent(shortage.precisionAtKOfStockouts)),
      ...(shortage.averagePrecisionOfOracle ? [row('oracle', estimate(shortage.averagePrecisionOfOracle), '—')] : []),
      row('by lot', decimal(shortage.baseRate), percent(shortage.baseRate)),
    ],
  });
}
