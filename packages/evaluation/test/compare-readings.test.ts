import { expect, test } from 'vitest';
import { compareReadings } from '../src/index.ts';

test('says of each reading how often it is positive, of what share something holds, and how far it agrees with the first', () => {
  const rows = Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7);
  const [collapse, closure] = compareReadings(rows, [
    { label: 'collapse', isPositive: (row) => row < 4 },
    { label: 'closure', isPositive: (row) => row === 3 || row === 4 },
  ]);
  expect([collapse.baseRate, collapse.agreesWithFirst, collapse.share((row) => row === 0)]).toEqual([0.5, 1, 0.25]);
  expect([closure.baseRate, closure.agreesWithFirst, closure.share((row) => row === 0)]).toEqual([0.25, 0.5, 0]);
});
