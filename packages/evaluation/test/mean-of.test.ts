import { expect, it } from 'vitest';
import { meanOf } from '../src/index.ts';

it('takes the mean of every number, whatever they are part of', () => {
  const worlds = [
    { seed: 1, live: { usd: 10, recall: 0.5 } },
    { seed: 3, live: { usd: 30, recall: 0.7 } },
  ];
  expect(meanOf(worlds)).toEqual({ seed: 2, live: { usd: 20, recall: 0.6 } });
});
