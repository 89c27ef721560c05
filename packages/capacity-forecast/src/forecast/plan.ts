import type { QuantileForecast } from '@applied-modeling/evaluation';
import { matrixAt, rearrangeQuantiles } from '@applied-modeling/gbm';
import { explainLearned, predictLearned } from '@applied-modeling/learned';
import type { CalibratedModel, FeatureRows, FittedModel } from '../domain.ts';
import { conformalSettings, forecastLevels, plannedAt } from '../settings.ts';

/**
 * Quantiles of the hours of some rows, in nodes:
 *
 *     quantile of the structural forecast's hours × exp(correction + shift of the family)
 *
 * The forecast knows the shape of the week, the correction moves all of it, and the shifts make every quantile cover what it
 * says. They are rearranged where they would cross.
 */
export function forecastQuantiles(model: Shifted, set: FeatureRows, rows: Uint32Array): QuantileForecast {
  const quantiles = set.anchors.map(correct(model, set, rows));
  return { levels: forecastLevels, quantiles: rearrangeQuantiles(forecastLevels, quantiles) };
}

/** Shifts are absent before calibration. */
type Shifted = Pick<FittedModel, 'correction'> & Partial<Pick<CalibratedModel, 'shifts'>>;

function correct(model: Shifted, set: Known, rows: Uint32Array) {
  const correction = correctionOf(model, set, rows);
  const group = groupsOf(set, rows);
  return (anchor: Float32Array, level: number) =>
    Float32Array.from(rows, (row, at) => {
      const shift = model.shifts?.[group[at]][level] ?? 0;
      return anchor[row] * Math.exp(correction[at] + shift);
    });
}

type Known = Pick<FeatureRows, 'names' | 'columns' | 'slices'>;

function correctionOf({ correction }: Shifted, set: Known, rows: Uint32Array): ArrayLike<number> {
  if (correction === null) return new Float64Array(rows.length);
  return predictLearned(correction, { names: set.names, columns: matrixAt(set, rows).columns });
}

/** Whole nodes to provision: the cost quantile, rounded up. */
export function planLevels(model: Shifted, set: Known & Pick<FeatureRows, 'anchor'>, rows: Uint32Array): Float32Array {
  return correct(model, set, rows)(set.anchor, plannedAt).map(Math.ceil);
}

/**
 * How far the level in force lies below the one the model would plan, in logs. A chance of running short is made of it: what
 * the forecast knows and the level in force does not is what announces a shortage.
 */
export function shortfallMargin(planned: Float32Array, set: FeatureRows, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row, at) => Math.log(planned[at] / Math.max(1, set.provisioned[row])));
}

/** The conformal group of each row. */
export function groupsOf(set: Known, rows: Uint32Array): readonly string[] {
  return Array.from(rows, (row) => set.slices[conformalSettings.groupBy][row]);
}

/** What moves a plan off the structural forecast, in percent of it. Null for a multiplier, which knows the family and nothing else. */
export function explainCorrection({ correction }: Shifted, set: Pick<FeatureRows, 'names' | 'columns'>) {
  if (correction === null) return null;
  return (rows: Uint32Array) => {
    const { base, effects, values } = explainLearned(correction, set, rows);
    return { base: 100 * base, effects: effects.map((row) => row.map((effect) => 100 * effect)), values };
  };
}
