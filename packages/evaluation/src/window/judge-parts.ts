import type { Interval } from '../interval.ts';
import { averagePrecision } from '../metrics/average-precision.ts';
import { take } from '../rows.ts';
import { baseRateOf, judgePart, type PartOptions, partOf, type TestWindow } from './test-window.ts';

/** One value of one slice, such as region: eu-west. */
export interface JudgedSlice {
  readonly slice: string;
  readonly value: string;
  /** What a random order of it would score. */
  readonly baseRate: number;
  /** Null where the slice is too small to judge. */
  readonly averagePrecision: Interval | null;
}

/** Average precision by every value of every slice; slices name the value of each row of the set, not of the window. */
export function judgeSlices(
  window: TestWindow,
  slices: Readonly<Record<string, readonly string[]>>,
  score: Float64Array,
  options: PartOptions,
): readonly JudgedSlice[] {
  return Object.entries(slices).flatMap(([slice, labels]) => {
    const values = new Set(Array.from(window.rows, (row) => labels[row]));
    return [...values].sort().map((value) => {
      const part = partOf(window, (row) => labels[row] === value);
      const averagePrecision = judgePart(part, take(score, part.at), options);
      return { slice, value, baseRate: baseRateOf(part), averagePrecision };
    });
  });
}

/** Average precision in one step of the window: of the model with an interval, of others beside it. */
export interface JudgedStep {
  readonly step: number;
  readonly model: Interval;
  readonly rule: number;
  /** Null where there is no ceiling. */
  readonly ceiling: number | null;
}

/** Step by step through a window; one with too few positives is left out. */
export function judgeSteps(
  window: TestWindow,
  { model, rule, ceiling }: Readonly<Record<'model' | 'rule', Float64Array> & Record<'ceiling', Float64Array | null>>,
  options: PartOptions,
): readonly JudgedStep[] {
  const steps = [...new Set(window.step)].sort((a, b) => a - b);
  return steps.flatMap((step) => {
    const inStep = new Set(window.rows.filter((_, at) => window.step[at] === step));
    const part = partOf(window, (row) => inStep.has(row));
    const scored = (score: Float64Array) => averagePrecision(part.label, take(score, part.at), part.weight);
    const judged = judgePart(part, take(model, part.at), options);
    if (judged === null) return [];
    return [{ step, model: judged, rule: scored(rule), ceiling: ceiling && scored(ceiling) }];
  });
}
