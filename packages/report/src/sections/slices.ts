import type { Interval, JudgedSlice } from '@applied-modeling/evaluation';
import { figure, paragraph } from '../blocks.ts';
import { barOf, barsWithIntervals } from '../charts/bars-with-intervals.ts';
import { percent } from '../format.ts';
import type { Section } from '../page.ts';

export type SliceSection = {
  readonly slices: readonly {
    readonly name: string;
    /** What a random order of it would score. */
    readonly baseRate: number;
    /** Null where the slice is too small to judge. */
    readonly averagePrecision: Interval | null;
  }[];
  /** Average precision on everybody. */
  readonly overall: number;
  /** What the slices are, such as `by region`. */
  readonly by: string;
  /** What a slice that is left out has too few of, such as `fewer than 15 late orders`. */
  readonly tooFew: string;
};

/** Average precision on parts of the whole: whom does the model serve worse? Parts too small to judge are counted only. */
export async function sliceSection({ slices, overall, by, tooFew }: SliceSection): Promise<Section> {
  const title = 'For whom?';
  const bars = slices.flatMap(({ name, baseRate, averagePrecision: found }) =>
    found ? barOf(`${name} (${percent(baseRate)})`, found) : [],
  );
  const skipped = slices.length - bars.length;
  const note = skipped > 0 ? ` ${skipped} slices with ${tooFew} are left out.` : '';
  if (bars.length === 0) return { title, blocks: [paragraph(`No slice is large enough to judge.${note}`)] };
  const spec = barsWithIntervals({ metric: 'average precision', bars, reference: { value: overall, label: 'all' } });
  const how = 'In brackets the base rate, which is what a random order scores: average precision rises with it.';
  return { title, blocks: [await figure('slices', spec, `Average precision ${by}.${note}`, how)] };
}

/** Slices by the name of what they slice and its value: `region: eu-west`. */
export function namedSlices(slices: readonly JudgedSlice[]): SliceSection['slices'] {
  return slices.map((one) => ({ ...one, name: `${one.slice}: ${one.value}` }));
}
