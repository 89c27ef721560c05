import { reliabilityBlocks, type Section } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** Whether three in ten of those scored 30 % collapse. */
export async function calibrationSection({ evaluation }: JudgedRun): Promise<Section> {
  const { shipped, alternatives, histogram } = evaluation.calibration;
  const methods = [shipped, ...alternatives].map((one) => ({ ...one, name: METHODS[one.method] }));
  return {
    title: 'Can a probability be multiplied by dollars?',
    code: ['stages/5-calibrate.ts'],
    blocks: await reliabilityBlocks(methods, histogram, ['accounts', 'collapse']),
  };
}

const METHODS = { isotonic: 'isotonic', platt: 'Platt', none: 'raw' } as const;
