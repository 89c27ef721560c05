import { logisticNewton } from '../regression/logistic-newton.ts';
import { standardise } from '../regression/standardise.ts';
import { assertRows, type Weights } from '../rows.ts';
import { logit, type Margins } from '../units.ts';

/** probability = sigmoid(slope · margin + intercept). JSON-serialisable. */
export type PlattCalibrator = { readonly method: 'platt'; readonly slope: number; readonly intercept: number };

/**
 * Platt's sigmoid: logistic regression of the label on the margin, towards his softened targets (N₊ + 1) / (N₊ + 2) and
 * 1 / (N₋ + 2), so that separated classes still have a finite fit. The optimum sklearn's `_SigmoidCalibration` seeks, which
 * writes it as 1 / (1 + e^(a·margin + b)) with a = −slope, b = −intercept. Two parameters: steadier than isotonic below
 * about a thousand positives, wrong when the true curve is no sigmoid.
 *
 * Where all rows with weight have one margin there is no slope to learn: it is 0, and the intercept the logit of their rate, or
 * of the softened target where they are all of one class. Throws where no row has weight.
 */
export function fitPlatt(
  margin: Margins,
  label: ArrayLike<number>,
  { weight }: { readonly weight?: Weights | undefined } = {},
): PlattCalibrator {
  assertRows('fitPlatt', { margin, label, weight });
  let positives = 0;
  let negatives = 0;
  for (let row = 0; row < label.length; row++) {
    const rowWeight = weight ? weight[row] : 1;
    if (label[row] > 0) positives += rowWeight;
    else negatives += rowWeight;
  }
  const rate = positives / (positives + negatives);
  if (Number.isNaN(rate)) throw new RangeError(`fitPlatt: none of ${label.length} rows has weight`);
  const positiveTarget = (positives + 1) / (positives + 2);
  const negativeTarget = 1 / (negatives + 2);
  const { mean, scale, isConstant, standardised } = standardise(margin, weight);
  if (isConstant) {
    const inside = negatives === 0 ? positiveTarget : positives === 0 ? negativeTarget : rate;
    return { method: 'platt', slope: 0, intercept: logit(inside) };
  }
  const { coefficients } = logisticNewton({
    columns: [standardised, new Float64Array(margin.length).fill(1)],
    target: Float64Array.from(label, (outcome) => (outcome > 0 ? positiveTarget : negativeTarget)),
    penalty: [0, 0],
    weight,
  });
  const slope = coefficients[0] / scale;
  return { method: 'platt', slope, intercept: coefficients[1] - slope * mean };
}
