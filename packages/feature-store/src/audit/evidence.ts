import type { NotApplicable } from './detector.ts';
import type { SingleFeatureAuc } from './single-feature-aucs.ts';

/**
 * What a leak audit looks at: plain readonly data, every part optional. A detector that lacks a part says so; it never
 * passes as having looked. All lists of a part run parallel to the rows of the training set.
 */

export interface AuditEvidence {
  /** Names of `columns`. */
  readonly names?: readonly string[];
  /** The columns a model is trained on; NaN = missing. */
  readonly columns?: readonly Float32Array[];
  /** 0 or 1; rows whose label is NaN (not known yet) are skipped. */
  readonly label?: ArrayLike<number>;
  /** Rows of weight 0 are skipped. Default: 1 each. */
  readonly weight?: ArrayLike<number>;
  /** What `singleFeatureAucs` measured; by default it is measured when it is needed. */
  readonly featureAucs?: readonly SingleFeatureAuc[] | NotApplicable;
  /** Milliseconds since 1970, like every instant here. */
  readonly decidedAt?: ArrayLike<number>;
  /** Per source, the newest `available_at` among the source rows a row was made from; NaN for none. */
  readonly maxAvailableAtBySource?: Readonly<Record<string, ArrayLike<number>>>;
  /** Per source, the newest event time likewise. */
  readonly maxEventTimeBySource?: Readonly<Record<string, ArrayLike<number>>>;
  readonly now?: PresentReading;
  /** Who a row is about, as whole numbers from 0. An entity that changed its id keeps its number. */
  readonly entity?: ArrayLike<number>;
  readonly labelWindow?: LabelWindows;
  readonly folds?: readonly AuditFold[];
  /** Null where no honest ceiling exists. */
  readonly ceiling?: CeilingComparison | null;
  readonly thresholds?: Partial<AuditThresholds>;
}

/** Some rows looked at again today: every row of a few hundred entities, so that a column had its chance to change. */
export interface PresentReading {
  readonly rows: Uint32Array;
  /**
   * For each column, the values of `rows` when the same definitions are evaluated again over everything known by now, at
   * the rows' own decision times. What arrived since is newer than the decision and must change nothing.
   */
  readonly reread: readonly Float32Array[];
  /**
   * For each column, the values of `rows` when the definitions are evaluated as of now instead, for the id each row was
   * joined by: an entity that changed its id has one value for each.
   */
  readonly current: readonly Float32Array[];
  /** Columns that by their nature hardly ever change, such as a segment. */
  readonly declaredStatic: readonly string[];
}

/** The time `[startsAt, endsAt)` that a row's label was observed in. */
export interface LabelWindows {
  readonly startsAt: ArrayLike<number>;
  readonly endsAt: ArrayLike<number>;
}

/** Rows that a model was fitted to, and rows that it is judged on. */
export interface AuditFold {
  readonly name: string;
  readonly earlier: Uint32Array;
  readonly later: Uint32Array;
}

/** The model's score less that of the best possible use of what was available, with its paired standard error. */
export interface CeilingComparison {
  readonly difference: number;
  readonly standardError: number;
}

export interface AuditThresholds {
  readonly refusedAuc: number;
  readonly noticedAuc: number;
  readonly ceilingStandardErrors: number;
}

export const DEFAULT_THRESHOLDS: AuditThresholds = {
  refusedAuc: 0.9 /* no honest single feature knows this much about a future worth predicting */,
  noticedAuc: 0.75,
  ceilingStandardErrors: 3 /* a false alarm in 700 honest runs */,
};
