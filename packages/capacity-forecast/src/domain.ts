import type { Calendar, Calibrator, FoldRows, RidgeModel } from '@applied-modeling/evaluation';
import type { Booster } from '@applied-modeling/gbm';
import type { SourceTables } from '@applied-modeling/lakehouse';
import * as tracking from '@applied-modeling/tracking';
import { z } from 'zod';

export type { FoldRows, Interval, PricedLevels as PolicyCost } from '@applied-modeling/evaluation';
export type { Evaluation } from './stages/6-evaluate.ts';

/** The nouns every stage speaks, and what one stage hands to the next. All of it is readonly data but the open lake. */

/** The tables as they are known now, and the weeks that are decided about; a step of the calendar is a week. */
export type Ingested = SourceTables<Calendar>;

/** Levels to be chosen, one row a series and week, as columns; row i of every array belongs together. */
export interface Candidates {
  readonly rows: number;
  readonly seriesIds: readonly string[];
  /** Index into `seriesIds`. */
  readonly series: Int32Array;
  /** Ascending. */
  readonly week: Int32Array;
  readonly decidedAt: Float64Array;
  readonly slices: Readonly<Record<'cloud' | 'region' | 'family', readonly string[]>>;
}

/** What is known of candidates at their decision. A model plans from these alone. */
export interface FeatureRows extends Candidates {
  /** Model columns: Float32Array over shared memory, NaN where missing. */
  readonly names: readonly string[];
  readonly columns: readonly Float32Array[];
  /** Nodes: quantiles of the structural forecast's hours, by forecast level. */
  readonly anchors: readonly Float32Array[];
  /** The one at the cost quantile. Everything a model says is relative to it. */
  readonly anchor: Float32Array;
  /** Nodes in force in the week, published two hours after the decision: no feature, but what a warning is about. */
  readonly provisioned: Float32Array;
  readonly maxAvailableAtBySource: Readonly<Record<string, Float64Array>>;
  readonly maxEventTimeBySource: Readonly<Record<string, Float64Array>>;
  /** Of the feature definitions. */
  readonly fingerprint: string;
}

/** What became of candidates; missing until it has matured. */
export interface Labels {
  /** Estimated demand of the 168 hours, row after row; NaN where usage is missing. */
  readonly demand: Float32Array;
  /** The same hours as they were served, which is all that somebody sees who forgets that capacity censors demand. */
  readonly served: Float32Array;
  /** Milliseconds. */
  readonly maturesAt: Float64Array;
}

/** Candidates of the past with both, and what simple rules would plan in the weeks of the final test (NaN before). */
export interface TrainingSet extends FeatureRows, Labels {
  /** The week there is to plan, read on the way: it has no outcome, and nothing learns from it. */
  readonly coming: FeatureRows;
  readonly rules: Readonly<Record<RuleName, Float32Array>>;
}

export type RuleName = 'last week' | 'seasonal naive' | 'four-week maximum' | 'theta';

/** What corrects the structural forecast of a week, in logs. */
export interface FittedModel {
  readonly name: 'multiplier' | 'ridge' | 'GBM';
  readonly fold: FoldRows;
  /** A ridge, trees, or nothing but the shifts of its family. */
  readonly correction: RidgeModel | Booster | null;
}

/** All that planning needs of a model. */
export type PlanningModel = Pick<CalibratedModel, 'correction' | 'shifts' | 'calibrator'>;

/** Quantiles whose coverage was put right on weeks that trained nothing, and a shortage chance that is one. */
export interface CalibratedModel extends FittedModel {
  /** Added to every quantile, in logs: by group, then by forecast level. */
  readonly shifts: Readonly<Record<string, readonly number[]>>;
  /** The one that ships. */
  readonly calibrator: Calibrator;
  /** All that it is compared with, fitted on the same rows. */
  readonly alternatives: readonly Calibrator[];
}

/** Of a model without trees: its correction is one line of arithmetic, or none. */
export const correctionPart = tracking.modelPart(
  'rule.json',
  z.object({ name: z.string(), correction: tracking.ridgeSchema.nullable() }),
);

/** What the model folder carries beside the correction: 7-register writes it, scoring and monitoring read it. */
export const modelParts = {
  calibrator: tracking.calibratorPart('shortage-calibrator.json'),
  plan: tracking.modelPart(
    'plan.json',
    z.object({
      predicts: z.string(),
      costQuantile: z.number(),
      levels: z.array(z.number()).readonly(),
      shifts: z.record(z.string(), z.array(z.number()).readonly()),
      groupBy: z.string(),
      prices: z.record(z.string(), z.number()),
    }),
  ),
  labelContract: tracking.labelContractPart,
  driftReference: tracking.driftReferencePart(),
};
