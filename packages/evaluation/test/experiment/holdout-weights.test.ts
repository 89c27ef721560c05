import { describe, expect, it } from 'vitest';
import { chanceOfTreatment, untreatedWeight } from '../../src/index.ts';

const design = { holdoutShare: 0.2, treatedShare: 0.9 };
const drawn = { isDrawn: true, isTreated: false, wasTreated: false, timesSpared: 0 };
const weight = (unit: Partial<typeof drawn>) => untreatedWeight(design, { ...drawn, ...unit });

describe('weight of an untreated unit', () => {
  it('is nothing if it was treated, and one if it had no chance to be', () => {
    expect(weight({ isTreated: true })).toBe(0);
    expect(weight({ isDrawn: false })).toBe(1);
  });

  it('is one over the chance of being spared: 0.2 in the holdout, or one in ten of the others', () => {
    expect(weight({})).toBeCloseTo(1 / (0.2 + 0.8 * 0.1), 12);
    expect(chanceOfTreatment(design, drawn)).toBeCloseTo(0.8 * 0.9, 12);
  });

  it('is ten for one that was treated before and so is not in the holdout', () => {
    expect(weight({ wasTreated: true })).toBeCloseTo(10, 9);
  });

  it('falls towards one the oftener it was spared: it is ever likelier to be in the holdout', () => {
    // P(holdout | spared once before) = 0.2 / (0.2 + 0.8 × 0.1) = 5/7
    expect(weight({ timesSpared: 1 })).toBeCloseTo(1 / (5 / 7 + (2 / 7) * 0.1), 12);
    expect(weight({ timesSpared: 9 })).toBeCloseTo(1, 6);
  });
});
