import { decimal, paragraph, reliabilityBlocks, type Section } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';

/** Whether three in ten of those scored 30 % collapse. */
export async function calibrationSection({ evaluation }: JudgedRun): Promise<Section> {
  const { shipped, alternatives, brier, histogram } = evaluation.calibration;
  const methods = [shipped, ...alternatives].map((one) => ({ ...one, name: METHODS[one.method] }));
  return {
    title: 'Can a probability be multiplied by dollars?',
    code: ['stages/5-calibrate.ts'],
    blocks: [
      ...(await reliabilityBlocks(methods, histogram, ['accounts', 'collapse'])),
      paragraph(
        `The Brier score is reliability ${decimal(brier.reliability, 5)} − resolution ${decimal(brier.resolution, 5)} + uncertainty ${decimal(brier.uncertainty, 5)}, and two small terms for the spread inside bins.`,
      ),
    ],
  };
}

const METHODS = { isotonic: 'isotonic', platt: 'Platt', none: 'raw' } as const;
