import { expect, it } from 'vitest';
import type { ScoredBatch } from '../../src/index.ts';
import { shareChosen } from '../../src/index.ts';

/** Run 1 at two checkpoints, of which the later paged; run 2, which did not; run 3, which did. */
const batch = {
  entityId: ['1@1', '1@2', '2@1', '3@1'],
  isChosen: Uint8Array.of(0, 1, 0, 1),
} as unknown as ScoredBatch;
const runOf = (id: string) => id.split('@')[0];

it('counts a unit once, however many rows are about it', () => {
  expect(shareChosen(batch, runOf)).toBe(2 / 3);
});

it('counts of some rows alone, and of none it knows nothing', () => {
  expect(shareChosen(batch, runOf, (row) => row === 2 || row === 3)).toBe(1 / 2);
  expect(shareChosen(batch, runOf, () => false)).toBeNaN();
});
