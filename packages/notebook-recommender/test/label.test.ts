import { expect, it, test } from 'vitest';
import { labelOf, maturesAt, type Reaction } from '../src/label.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SHOWN = Date.UTC(2024, 4, 7, 9);
const reaction = (opened: number | null, ran: number | null, deleted: number | null): Reaction => {
  const at = (offset: number | null) => (offset === null ? Number.NaN : SHOWN + offset);
  return { openedAt: at(opened), ranAt: at(ran), deletedAt: at(deleted) };
};

test.each([
  ['opened, ran and kept', reaction(MINUTE, 5 * MINUTE, null), 1],
  ['never opened', reaction(null, null, null), 0],
  ['opened and never ran', reaction(MINUTE, null, null), 0],
  ['ran on the thirtieth minute', reaction(MINUTE, 30 * MINUTE, null), 1],
  ['ran a moment too late', reaction(MINUTE, 30 * MINUTE + 1, null), 0],
  ['a copy thrown away within the day', reaction(MINUTE, 5 * MINUTE, 23 * HOUR), 0],
  ['a copy thrown away the day after', reaction(MINUTE, 5 * MINUTE, 25 * HOUR), 1],
] as const)('%s', (_, found, label) => {
  expect(labelOf(SHOWN, found)).toBe(label);
});

it('matures two days after the day of the slate began, whatever its hour', () => {
  expect(maturesAt(SHOWN)).toBe(Date.UTC(2024, 4, 9));
  expect(maturesAt(Date.UTC(2024, 4, 7))).toBe(Date.UTC(2024, 4, 9));
  expect(maturesAt(Date.UTC(2024, 4, 7, 23, 59))).toBe(Date.UTC(2024, 4, 9));
});
