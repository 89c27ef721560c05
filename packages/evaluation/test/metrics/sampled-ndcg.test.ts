import { describe, expect, it } from 'vitest';
import { sampledNdcg } from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

describe('sampledNdcg', () => {
  it('is 1 of the first, and 0 of the last where more than k are drawn', () => {
    expect(sampledNdcg({ rank: 1, items: 500, negatives: 100 }, 5)).toBe(1);
    expect(sampledNdcg({ rank: 500, items: 500, negatives: 100 }, 5)).toBe(0);
    expect(sampledNdcg({ rank: 1, items: 1, negatives: 20 }, 5)).toBe(1);
  });

  // Rank 3 of 5 among one negative: it stands before in one draw of two: (1 + 1 / log2(3)) / 2.
  it('is the mean over the draws', () => {
    expect(sampledNdcg({ rank: 3, items: 5, negatives: 1 }, 5)).toBeCloseTo((1 + 1 / Math.log2(3)) / 2, 12);
  });

  it('is what drawing gives', () => {
    const uniform = seededUniform(5);
    const draws = 20_000;
    let sum = 0;
    for (let draw = 0; draw < draws; draw++) {
      const ahead = Array.from({ length: 20 }, uniform).filter((at) => at < 59 / 399).length;
      if (ahead < 5) sum += 1 / Math.log2(2 + ahead);
    }
    expect(sampledNdcg({ rank: 60, items: 400, negatives: 20 }, 5)).toBeCloseTo(sum / draws, 2);
  });

  it('prefers the ranker that is never far off to the one that is often right, which NDCG@5 does not', () => {
    const often = [1, 1, 400];
    const never = [12, 12, 12];
    const full = (ranks: readonly number[]) => ranks.filter((rank) => rank <= 5).length;
    const sampled = (ranks: readonly number[]) =>
      ranks.reduce((sum, rank) => sum + sampledNdcg({ rank, items: 500, negatives: 20 }, 5), 0);
    expect(full(often)).toBeGreaterThan(full(never));
    expect(sampled(often)).toBeLessThan(sampled(never));
  });

  it('refuses a rank beyond the catalogue', () => {
    expect(() => sampledNdcg({ rank: 6, items: 5, negatives: 20 }, 5)).toThrow('rank 6 among 5 items');
  });
});
