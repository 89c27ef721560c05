import type { BootstrapEstimate, Calibrator, Fold } from '@applied-modeling/evaluation';
import type { Booster } from '@applied-modeling/gbm';
import type { Lake, TableContract } from '@applied-modeling/lakehouse';
import type { DecisionCalendar } from './decision-calendar.ts';

/** The nouns every stage speaks, and what one stage hands to the next. All of it is readonly data but the open lake. */

export interface Ingested {
  readonly lake: Lake;
  readonly calendar: DecisionCalendar;
  /** Where the rows come from: a simulated world or a person's own files. */
  readonly source:
    | { readonly kind: 'simulated'; readonly seed: number; readonly size: string }
    | { readonly kind: 'files'; readonly dir: string };
  /** Table name → Delta version that was read. */
  readonly versions: Readonly<Record<string, number>>;
  readonly rows: Readonly<Record<string, number>>;
  /** The table as SQL (whole history, both clocks), or undefined when the person did not bring it. */
  readonly relation: (contract: TableContract) => string | undefined;
  /** Directory of the truth side-car; null on a person's own data. Only 6-evaluate opens it. */
  readonly truthDir: string | null;
  readonly fingerprint: string;
  readonly notes: readonly string[];
}

/** One row a series and planned week, as columns; row i of every array belongs together. */
export interface TrainingSet {
  readonly rows: number;
  readonly seriesIds: readonly string[];
  /** Index into `seriesIds`. */
  readonly series: Int32Array;
  readonly week: Int32Array;
  /** Model columns: Float32Array over shared memory, NaN where missing. */
  readonly names: readonly string[];
  readonly columns: readonly Float32Array[];
  /** Nodes: the cost quantile of the structural forecast's hours. Everything the model says is relative to it. */
  readonly anchor: Float32Array;
  /** Estimated demand of the 168 hours, row after row; NaN where usage is missing. */
  readonly demand: Float32Array;
  /** The same hours as they were served, which is all that somebody sees who forgets that capacity censors demand. */
  readonly served: Float32Array;
  /** Nodes that were provisioned. */
  readonly provisioned: Float32Array;
  /** What simple rules would plan in the weeks of the final test, in nodes; NaN before. */
  readonly rules: Readonly<Record<RuleName, Float32Array>>;
  readonly decidedAt: Float64Array;
  /** Milliseconds. */
  readonly maturesAt: Float64Array;
  readonly slices: Readonly<Record<'cloud' | 'region' | 'family', readonly string[]>>;
  readonly maxAvailableAtBySource: Readonly<Record<string, Float64Array>>;
  readonly maxEventTimeBySource: Readonly<Record<string, Float64Array>>;
  /** Of the feature definitions. */
  readonly fingerprint: string;
}

export type RuleName = 'last week' | 'seasonal naive' | 'four-week maximum' | 'theta' | 'structural';

/** The rows of each window of a fold, ascending. */
export interface FoldRows {
  readonly fold: Pick<Fold, 'name' | 'train' | 'calibration'>;
  readonly train: Uint32Array;
  /** First half of the calibration window: when to stop. */
  readonly stopping: Uint32Array;
  /** Second half: conformal and isotonic. */
  readonly calibration: Uint32Array;
  /** Empty for the refit, whose test lies in the future. */
  readonly test: Uint32Array;
}

/** Quantiles of the hours of a week, relative to the anchor in logs; one booster a level, rearranged where they cross. */
export interface QuantileModel {
  readonly fold: FoldRows;
  readonly levels: readonly number[];
  readonly boosters: readonly Booster[];
  /** P(the week runs short at the planned level), as a margin. */
  readonly shortage: Booster;
}

/** Quantiles with their coverage put right on weeks that trained nothing, and a shortage chance that is one. */
export interface CalibratedModel extends QuantileModel {
  /** Added to every quantile, in logs, by group and level. */
  readonly shifts: Readonly<Record<string, readonly number[]>>;
  readonly calibrator: Calibrator;
}

export type Interval = Pick<BootstrapEstimate, 'estimate' | 'low' | 'high' | 'standardError'>;
