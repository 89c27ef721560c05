import { describe, expect, it } from 'vitest';
import { examinationByPosition } from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

const options = { seed: 7, replicates: 200 };
const examined = [1, 0.5, 0.2];

/** Ten slates of each user; items are worth 0.1 to 0.7, and stand in an order by lot or by what they are worth. */
function slates(users: number, isSorted: boolean) {
  const uniform = seededUniform(5);
  const slots = Array.from({ length: users * 10 }, (_, slate) => {
    const worth = examined.map(() => 0.1 + 0.6 * uniform());
    const order = isSorted ? worth.toSorted((a, b) => b - a) : worth;
    return order.map((one, at) => ({
      position: at + 1,
      reward: Number(uniform() < one * examined[at]),
      cluster: `user ${Math.floor(slate / 10)}`,
    }));
  }).flat();
  return {
    position: slots.map(({ position }) => position),
    reward: slots.map(({ reward }) => reward),
    cluster: slots.map(({ cluster }) => cluster),
  };
}

describe('examinationByPosition', () => {
  it('is the reward at a position for one at the first, by hand', () => {
    // Of 12 users each: 2 of 2 in first place, 1 of 2 in second.
    const cluster = Array.from({ length: 48 }, (_, row) => Math.floor(row / 4));
    const position = cluster.map((_, row) => 1 + (row % 2));
    const reward = cluster.map((_, row) => Number(row % 4 < 3));
    const [first, second] = examinationByPosition({ position, reward, cluster }, 2, options)!;
    expect([first.estimate, second.estimate]).toEqual([1, 0.5]);
  });

  it('recovers who looks where from an order by lot, and not from one by worth', () => {
    const drawn = examinationByPosition(slates(200, false), 3, options)!;
    const sorted = examinationByPosition(slates(200, true), 3, options)!;
    for (const [at, planted] of examined.entries()) {
      expect(Math.abs(drawn[at].estimate - planted)).toBeLessThanOrEqual(3 * drawn[at].standardError);
      if (at > 0) expect(sorted[at].high).toBeLessThan(planted);
    }
  });

  it('is null where fewer than twelve clusters earned anything in first place', () => {
    expect(examinationByPosition({ position: [1, 2], reward: [1, 1], cluster: [0, 1] }, 2, options)).toBeNull();
  });
});
