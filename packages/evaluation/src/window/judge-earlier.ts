import { averagePrecision } from '../metrics/average-precision.ts';
import type { TestWindow } from './test-window.ts';

/** What the same recipe reached when it was fitted and judged earlier, by average precision. */
export interface EarlierFold {
  readonly name: string;
  readonly averagePrecision: number;
  readonly rule: number;
  /** Null where there is no ceiling. */
  readonly observable: number | null;
}

/** An earlier window: what the bootstrap of the last one cannot know about refitting. */
export function judgeEarlier(
  name: string,
  { label, weight }: TestWindow,
  {
    model,
    rule,
    observable,
  }: Readonly<Record<'model' | 'rule', Float64Array> & Record<'observable', Float64Array | null>>,
): EarlierFold {
  const of = (score: Float64Array) => averagePrecision(label, score, weight);
  return { name, averagePrecision: of(model), rule: of(rule), observable: observable && of(observable) };
}
