import { type BinScheme, binProbabilities, type ProbabilityBin } from '../metrics/probability-bins.ts';
import type { Weights } from '../rows.ts';
import type { Probabilities } from '../units.ts';
import { wilsonInterval } from './wilson-interval.ts';

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
  }: { readonly scheme?: BinScheme; readonly weight?: Weights | undefined } = {},
): readonly ReliabilityPoint[] {
  const { bins } = binProbabilities(label, probability, scheme, weight);
  return bins.map((bin) => ({ ...bin, ...wilsonInterval(bin.observedRate, bin.effectiveRows) }));
}
