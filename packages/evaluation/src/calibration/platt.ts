import { logisticNewton } from '../regression/logistic-newton.ts';
import { assertSameRows, type Weights } from '../rows.ts';
import type { Margins } from '../units.ts';

/** probability = sigmoid(slope · margin + intercept). JSON-serialisable. */
export type PlattCalibrator = { readonly method: 'platt'; readonly slope: number; readonly intercept: number };

/**
 * Platt's sigmoid: logistic regression of the label on the margin, towards his softened targets (N₊ + 1) / (N₊ + 2) and
 * 1 / (N₋ + 2), so that separated classes still have a finite fit. The optimum sklearn's `_SigmoidCalibration` seeks, which
 * writes it as 1 / (1 + e^(a·margin + b)) with a = −slope, b = −intercept. Two parameters: steadier than isotonic below
 * about a thousand positives, wrong when the true curve is no sigmoid.
 */
export function fitPlatt(
  margin: Margins,
  label: ArrayLike<number>,
  { weight }: { readonly weight?: Weights | undefined } = {},
): PlattCalibrator {
  assertSameRows('fitPlatt', { margin, label, weight });
  let positives = 0;
  let negatives = 0;
  for (let row = 0; row < label.length; row++) {
    const rowWeight = weight ? weight[row] : 1;
    if (label[row] > 0) positives += rowWeight;
    else negatives += rowWeight;
  }
  const positiveTarget = (positives + 1) / (positives + 2);
  const negativeTarget = 1 / (negatives + 2);
  const { coefficients } = logisticNewton({
    columns: [Float64Array.from(margin), new Float64Array(margin.length).fill(1)],
    target: Float64Array.from(label, (outcome) => (outcome > 0 ? positiveTarget : negativeTarget)),
    penalty: [0, 0],
    weight,
  });
  return { method: 'platt', slope: coefficients[0], intercept: coefficients[1] };
}
