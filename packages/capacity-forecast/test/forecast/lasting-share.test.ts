import { describe, expect, test } from 'vitest';
import { createLastingShare } from '../../src/forecast/lasting-share.ts';

describe('the share of a newest level that lasts', () => {
  const learnt = (...weeks: readonly (readonly [seen: number, came: number])[]) => {
    const lasting = createLastingShare();
    for (const [series, [seen, came]] of weeks.entries()) {
      lasting.remember(series, 30, seen, 100);
      lasting.learn(series, 32, 100 * came);
    }
    return lasting.share();
  };

  test('is all of it before anything is known, and all or nothing at the most', () => {
    expect([learnt(), learnt([1.2, 1.5]), learnt([1.2, 0.9])]).toEqual([1, 1, 0]);
  });

  test('is the slope of what came on what was seen, in logs, through the origin', () => {
    const [steep, flat] = [Math.log(1.2), Math.log(1.1)];
    const slope = (steep * flat + flat * flat) / (steep ** 2 + flat ** 2);
    expect(learnt([1.2, 1.1], [1.1, 1.1])).toBeCloseTo(slope, 12);
  });

  test('learns of a forecast in the week in which its outcome is complete, and of no other', () => {
    const lasting = createLastingShare();
    lasting.remember(0, 30, 1.2, 100);
    lasting.learn(0, 31, 110);
    lasting.learn(0, 33, 110);
    expect(lasting.share()).toBe(1);
    lasting.learn(0, 32, 110);
    expect(lasting.share()).toBeCloseTo(Math.log(1.1) / Math.log(1.2), 12);
  });

  test('leaves out what is missing', () => {
    expect(learnt([Number.NaN, 1.1], [1.2, Number.NaN], [0, 1.1], [1.2, 1.1])).toBeCloseTo(
      Math.log(1.1) / Math.log(1.2),
      12,
    );
  });
});
