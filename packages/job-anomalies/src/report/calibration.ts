import { reliabilityBlocks, type Section } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** Whether three in ten of those scored 30 % end page-worthy. */
export async function calibrationSection({ evaluation }: JudgedRun): Promise<Section> {
  const { shipped, alternatives, histogram } = evaluation.calibration;
  const methods = [shipped, ...alternatives].map((one) => ({ ...one, name: one.method }));
  return {
    title: 'Can a chance be multiplied by dollars?',
    code: ['stages/5-calibrate.ts'],
    blocks: await reliabilityBlocks(methods, histogram, ['checkpoints', 'end page-worthy']),
  };
}
