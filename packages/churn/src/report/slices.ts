import * as report from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { MINIMUM_POSITIVE_ACCOUNTS } from '../settings.ts';

/** The same figure for parts of the accounts. */
export function sliceSection({ evaluation }: JudgedRun): Promise<report.Section> {
  return report.sliceSection({
    slices: evaluation.slices.map((one) => ({ ...one, name: `${one.slice}: ${one.value}` })),
    overall: evaluation.averagePrecision.estimate,
    by: 'by segment, tenure and region',
    tooFew: `fewer than ${MINIMUM_POSITIVE_ACCOUNTS} collapsed accounts`,
  });
}
