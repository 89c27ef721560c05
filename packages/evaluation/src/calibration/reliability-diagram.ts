import { type BinScheme, binProbabilities, type ProbabilityBin } from '../metrics/probability-bins.ts';
import type { Weights } from '../rows.ts';
import type { Probabilities } from '../units.ts';

/** One point of the diagram: where the forecasts of a bin lie and what happened, with the rate's Wilson interval. */
export type ReliabilityPoint = ProbabilityBin & { readonly low: number; readonly high: number };

/**
 * The reliability diagram: observed rate against mean forecast, in equal-mass bins unless told otherwise. The 95 % intervals
 * take a bin's effective rows as independent; where rows come in clusters they are too narrow, and `calibrationSlope`, which
 * knows clusters, is the one to decide by.
 */
export function reliabilityDiagram(
  label: ArrayLike<number>,
  probability: Probabilities,
  {
    scheme = { kind: 'equal-mass', bins: 10 },
    weight,
  }: { readonly scheme?: BinScheme; readonly weight?: Weights } = {},
): readonly ReliabilityPoint[] {
  const { bins } = binProbabilities(label, probability, scheme, weight);
  return bins.map((bin) => ({ ...bin, ...wilsonInterval(bin.observedRate, bin.effectiveRows) }));
}

/** Wilson's score interval of a rate seen on `rows` independent rows: the rates that 1.96 standard errors do not rule out. */
export function wilsonInterval(rate: number, rows: number, z = 1.96): { readonly low: number; readonly high: number } {
  const shrink = 1 + z ** 2 / rows;
  const centre = (rate + z ** 2 / (2 * rows)) / shrink;
  const halfWidth = (z / shrink) * Math.sqrt((rate * (1 - rate)) / rows + (z / (2 * rows)) ** 2);
  return { low: Math.max(0, centre - halfWidth), high: Math.min(1, centre + halfWidth) };
}
