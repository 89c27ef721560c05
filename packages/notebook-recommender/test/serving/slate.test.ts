import { expect, it } from 'vitest';
import { anyOf, pagesOf, slateOf } from '../../src/serving/slate.ts';
import { marginsServed } from '../../src/training-set/margins.ts';
import { model, set } from '../small-run.ts';

const page = Uint32Array.from(set.request.keys()).filter(
  (row) => set.request[row] === set.request[set.rowCount - 1] && set.source[row] >= 0,
);

it('adds up independent chances', () => {
  expect(anyOf([0.5, 0.5])).toBe(0.75);
  expect(anyOf([])).toBe(0);
});

it('goes through rows page by page, those that stand together', () => {
  const pages = pagesOf({ request: Int32Array.of(0, 0, 1, 1, 1, 2) }, Uint32Array.of(0, 1, 3, 4, 5));
  expect(pages.map((rows) => [...rows])).toEqual([[0, 1], [3, 4], [5]]);
  expect(pagesOf({ request: new Int32Array(0) }, new Uint32Array(0))).toEqual([]);
});

it('takes the best five, each with its chance where it stands', () => {
  const { rows, chance, chanceOfAny } = slateOf(set, model, page);
  const score = marginsServed(set, model, page);
  const least = Math.min(...marginsServed(set, model, rows));
  expect(rows).toHaveLength(5);
  expect([...page.keys()].filter((at) => score[at] > least).length).toBeLessThan(5);
  expect(chanceOfAny).toBeCloseTo(anyOf(chance), 12);
});

it('is worth reading only where a success is likely enough', () => {
  const silent = { ...model, calibrator: { method: 'platt', slope: 1e-9, intercept: -6 } } as typeof model;
  expect(slateOf(set, silent, page).isWorthIt).toBe(false);
  const sure = { ...model, calibrator: { method: 'platt', slope: 1e-9, intercept: 0 } } as typeof model;
  expect(slateOf(set, sure, page).isWorthIt).toBe(true);
});
