import { expect, test } from 'vitest';
import { adaptiveLevels } from '../../src/index.ts';

const base = { promised: 0.8, step: 0.5, delay: 2, within: [0.1, 0.95], periods: 5 } as const;

test('the level stays where what it covers is what was promised', () => {
  expect(adaptiveLevels({ ...base, coverageOf: (_, level) => level })).toEqual([0.8, 0.8, 0.8, 0.8, 0.8]);
});

// Each period covers 0.6: the first miss of 0.2 is known two periods later, and half of it is added every time.
test('a miss is corrected once it is known, and never beyond the levels there are', () => {
  const levels = adaptiveLevels({ ...base, coverageOf: () => 0.6 });
  expect(levels.map((level) => Number(level.toFixed(12)))).toEqual([0.8, 0.8, 0.9, 0.95, 0.95]);
});
