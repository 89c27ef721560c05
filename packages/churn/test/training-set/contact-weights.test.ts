import { describe, expect, it } from 'vitest';
import { contactDesign } from '../../src/incumbent.ts';
import { readContactDesign, weightOf } from '../../src/training-set/contact-weights.ts';
import { ingestSmall } from '../small-world.ts';

const design = { holdoutShare: 0.2, contactShare: 0.9 };
const listed = { is_listed: 1, is_contacted: 0, was_contacted: 0, times_spared: 0 };
const weight = (account: typeof listed) => {
  const { is_listed, is_contacted, was_contacted, times_spared } = account;
  const column = (value: number) => Float64Array.of(Number.NaN, value);
  const labels = {
    is_listed: column(is_listed),
    is_contacted: column(is_contacted),
    was_contacted: column(was_contacted),
    times_spared: column(times_spared),
  };
  return weightOf(labels, 1, design);
};

describe('weight of a row', () => {
  it('is nothing when the account was contacted, and one when it had no chance to be', () => {
    expect(weight({ ...listed, is_contacted: 1 })).toBe(0);
    expect(weight({ ...listed, is_listed: 0 })).toBe(1);
  });

  it('is one over the chance of being spared: 0.2 in the holdout, or one in ten of the others', () => {
    expect(weight(listed)).toBeCloseTo(1 / (0.2 + 0.8 * 0.1), 12);
  });

  it('is ten for an account that was contacted before and so is not in the holdout', () => {
    expect(weight({ ...listed, was_contacted: 1 })).toBeCloseTo(10, 9);
  });

  it('falls towards one the oftener an account was spared: it is ever likelier to be in the holdout', () => {
    // P(holdout | spared once before) = 0.2 / (0.2 + 0.8 × 0.1) = 5/7
    expect(weight({ ...listed, times_spared: 1 })).toBeCloseTo(1 / (5 / 7 + (2 / 7) * 0.1), 12);
    expect(weight({ ...listed, times_spared: 9 })).toBeCloseTo(1, 6);
  });
});

describe('design of the contacts', () => {
  it("is found in a person's own contacts as it was in the world", async () => {
    const ingested = await ingestSmall();
    const own = { ...ingested, source: { kind: 'files', dir: '.' } } as const;
    const found = await readContactDesign(own);
    expect(found.contactShare).toBeCloseTo(contactDesign.contactShare, 9);
    expect(Math.abs(found.holdoutShare - contactDesign.holdoutShare)).toBeLessThan(0.05);
    expect(await readContactDesign({ ...own, relation: () => undefined })).toEqual({
      holdoutShare: 0,
      contactShare: 0,
    });
    ingested.lake.close();
  });
});
