import { quantileOf } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { type Booster, matrixAt, predictMargin } from '@applied-modeling/gbm';
import type { CalibratedModel, RunRows, TrainedModel, TrainingSet } from '../domain.ts';
import { COUNTERFACTUAL } from '../features.ts';
import { trainSettings } from '../settings.ts';

/** Of jobs, by how far the slowest and the fastest tenth of their runs lie apart, in logs; each ends below `below`. */
export const NOISE_BANDS = [
  { band: 'quiet (spread below .15)', below: 0.15 },
  { band: 'ordinary (.15 to .5)', below: 0.5 },
  { band: 'noisy (above .5)', below: Number.POSITIVE_INFINITY },
] as const;

export function bandOf(spread: number): string {
  return NOISE_BANDS.find(({ below }) => spread < below)?.band ?? 'no past';
}

/** Nuisances of these rows; with the log minutes of ended runs against their expected ones as the label. */
export function counterfactualMatrix(set: RunRows, rows: Uint32Array, label?: Float32Array) {
  const columns = COUNTERFACTUAL.map((name) => featureColumn(set, name));
  return matrixAt({ names: COUNTERFACTUAL, columns }, rows, label && { label });
}

/** Log minutes each run took, against what it was expected to take: what the counterfactual learns. */
export function againstExpected(set: TrainingSet): Float32Array {
  const expected = featureColumn(set, 'expected_log_minutes');
  return Float32Array.from(set.minutes, (minutes, row) => Math.log(minutes) - expected[row]);
}

/** A run beyond this quantile took longer than its work and luck explain: its bound. From its limit on it is worth a page. */
const BOUND = 0.99;

/** Of the counterfactual, the booster that learnt a quantile. */
export function quantileModel(counterfactual: readonly Booster[], level: number): Booster {
  const { quantiles } = trainSettings.counterfactual;
  const at = (quantiles as readonly number[]).indexOf(level);
  if (at >= 0) return counterfactual[at];
  throw new RangeError(
    `quantiles: found ${quantiles.join(', ')}, expected ${level} among them; others may stand beside it`,
  );
}

/** Log minutes against the expected ones that runs should take, and that 99 in 100 of their band stay within. */
export function medianAndBound(set: TrainingSet, { counterfactual, boundShifts }: CalibratedModel, rows: Uint32Array) {
  const matrix = counterfactualMatrix(set, rows);
  const [median, bound] = [0.5, BOUND].map((level) => predictMargin(quantileModel(counterfactual, level), matrix));
  const spread = featureColumn(set, 'spread_30');
  const shifted = bound.map((log, at) => log + (boundShifts[bandOf(spread[rows[at]])] ?? 0));
  return { median, bound: shifted };
}

/** Fewer runs do not tell where one in a hundred of them lies. */
const FEWEST_RUNS = 200;

/**
 * Split conformal by band of noise (Lei et al. 2018): what to add to the predicted 99 % quantile so that 99 in 100 of `rows`, which
 * taught it nothing, lie within. A job of its own has too few runs for such a tail; its band has thousands.
 */
export function conformBound(set: TrainingSet, { counterfactual }: TrainedModel, rows: Uint32Array) {
  const starts = rows.filter((row) => set.multiple[row] === 0);
  const predicted = predictMargin(quantileModel(counterfactual, BOUND), counterfactualMatrix(set, starts));
  const against = againstExpected(set);
  const spread = featureColumn(set, 'spread_30');
  const shiftOf = (band: string) => {
    const members = [...starts.keys()].filter((at) => bandOf(spread[starts[at]]) === band);
    const beyond = Float64Array.from(members, (at) => against[starts[at]] - predicted[at]);
    return members.length < FEWEST_RUNS ? 0 : quantileOf(beyond, BOUND);
  };
  return Object.fromEntries(NOISE_BANDS.map(({ band }) => [band, shiftOf(band)]));
}
