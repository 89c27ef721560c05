import { applyCalibrator } from '@applied-modeling/evaluation';
import type { ServedModel, SlateRows } from '../domain.ts';
import { slateUsd, successUsd } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';
import { marginsPlaced, marginsServed } from '../training-set/margins.ts';

/** What would be shown on one page, best first. */
export interface Slate {
  readonly rows: Uint32Array;
  /** Of each at its place, that it succeeds. */
  readonly chance: Float64Array;
  /** That any does. */
  readonly chanceOfAny: number;
  /** Whether what it is expected to save is worth reading it. */
  readonly isWorthIt: boolean;
}

/** Orders the candidates of one page, takes the best, and asks whether showing them is worth anybody's time. */
export function slateOf(set: SlateRows, model: ServedModel, candidates: Uint32Array): Slate {
  const score = marginsServed(set, model, candidates);
  const rows = bestOf(candidates, (_, at) => score[at]);
  const places = Float32Array.from(rows.keys(), (at) => at + 1);
  const chance = applyCalibrator(model.calibrator, marginsPlaced(set, model, rows, places));
  const chanceOfAny = anyOf(chance);
  return { rows, chance, chanceOfAny, isWorthIt: chanceOfAny * successUsd() > slateUsd() };
}

/** Some rows page by page: those of one page stand together. */
export function pagesOf({ request }: Pick<SlateRows, 'request'>, rows: Uint32Array): readonly Uint32Array[] {
  const starts = Array.from(rows.keys()).filter((at) => request[rows[at]] !== request[rows[at - 1]]);
  return starts.map((start, page) => rows.subarray(start, starts[page + 1]));
}

/** Of the candidates of a page, as many as a slate holds, by somebody's score; of equal ones the first. */
export function bestOf(candidates: Uint32Array, scoreOf: (row: number, at: number) => number): Uint32Array {
  const score = Float64Array.from(candidates, scoreOf);
  const order = [...candidates.keys()].sort((a, b) => score[b] - score[a] || a - b);
  return Uint32Array.from(order.slice(0, evaluateSettings.slate), (at) => candidates[at]);
}

/** That at least one of independent events happens. */
export function anyOf(chances: ArrayLike<number>): number {
  return 1 - Array.from(chances).reduce((none, chance) => none * (1 - chance), 1);
}
