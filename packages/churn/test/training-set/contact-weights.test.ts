import { untreatedWeight } from '@applied-modeling/evaluation';
import { describe, expect, it } from 'vitest';
import { contactDesign } from '../../src/incumbent.ts';
import type { Labels } from '../../src/label.ts';
import { drawOf, readContactDesign } from '../../src/training-set/contact-weights.ts';
import { ingestSmall } from '../small-world.ts';

const design = { holdoutShare: 0.2, treatedShare: 0.9 };
const listed = { is_listed: 1, is_contacted: 0, was_contacted: 0, times_spared: 0 };
const weight = (account: typeof listed) => {
  const columns = Object.entries(account).map(([name, value]) => [name, Float64Array.of(Number.NaN, value)]);
  return untreatedWeight(design, drawOf(Object.fromEntries(columns) as unknown as Labels, 1));
};

describe('weight of a row', () => {
  it('is nothing when the account was contacted, and one when it had no chance to be', () => {
    expect(weight({ ...listed, is_contacted: 1 })).toBe(0);
    expect(weight({ ...listed, is_listed: 0 })).toBe(1);
  });

  it('is one over the chance of being spared, which what the watch-list did before tells of', () => {
    expect(weight(listed)).toBeCloseTo(1 / (0.2 + 0.8 * 0.1), 12);
    expect(weight({ ...listed, was_contacted: 1 })).toBeCloseTo(10, 9);
    expect(weight({ ...listed, times_spared: 9 })).toBeCloseTo(1, 6);
  });
});

describe('design of the contacts', () => {
  it("is found in a person's own contacts as it was in the world", async () => {
    const ingested = await ingestSmall();
    const own = { ...ingested, source: { kind: 'files', dir: '.' } } as const;
    const found = await readContactDesign(own);
    expect(found.treatedShare).toBeCloseTo(contactDesign.contactShare, 9);
    expect(Math.abs(found.holdoutShare - contactDesign.holdoutShare)).toBeLessThan(0.05);
    expect(await readContactDesign({ ...own, relation: () => undefined })).toEqual({
      holdoutShare: 0,
      treatedShare: 0,
    });
    ingested.lake.close();
  });
});
