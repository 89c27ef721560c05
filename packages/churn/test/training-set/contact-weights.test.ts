import { describe, expect, it } from 'vitest';
import { contactDesign } from '../../src/incumbent.ts';
import { type Contacts, readContactDesign, weightOf } from '../../src/training-set/contact-weights.ts';
import { ingestSmall } from '../small-world.ts';

const design = { holdoutShare: 0.2, contactShare: 0.9 };
const listed: Contacts = { isListed: true, isContacted: false, wasContacted: false, timesSpared: 0 };

describe('weight of a row', () => {
  it('is nothing when the account was contacted, and one when it had no chance to be', () => {
    expect(weightOf({ ...listed, isContacted: true }, design)).toBe(0);
    expect(weightOf({ ...listed, isListed: false }, design)).toBe(1);
  });

  it('is one over the chance of being spared: 0.2 in the holdout, or one in ten of the others', () => {
    expect(weightOf(listed, design)).toBeCloseTo(1 / (0.2 + 0.8 * 0.1), 12);
  });

  it('is ten for an account that was contacted before and so is not in the holdout', () => {
    expect(weightOf({ ...listed, wasContacted: true }, design)).toBeCloseTo(10, 9);
  });

  it('falls towards one the oftener an account was spared: it is ever likelier to be in the holdout', () => {
    // P(holdout | spared once before) = 0.2 / (0.2 + 0.8 × 0.1) = 5/7
    expect(weightOf({ ...listed, timesSpared: 1 }, design)).toBeCloseTo(1 / (5 / 7 + (2 / 7) * 0.1), 12);
    expect(weightOf({ ...listed, timesSpared: 9 }, design)).toBeCloseTo(1, 6);
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
