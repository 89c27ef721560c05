import type { Calibrator, Fold, LogisticModel } from '@applied-modeling/evaluation';
import type { CompiledFeatures } from '@applied-modeling/feature-store';
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
  /** Directory of the truth side-car; null on a person's own data. Only 6-evaluate and later stages open it. */
  readonly truthDir: string | null;
  readonly fingerprint: string;
  readonly notes: readonly string[];
}

/** One row an eligible account and decision, as columns; row i of every array belongs together. */
export interface TrainingSet {
  readonly rows: number;
  readonly accountId: readonly string[];
  /** Dense account number, successors resolved: the cluster of the bootstrap. */
  readonly cluster: Int32Array;
  readonly week: Int32Array;
  /** Model columns: Float32Array over shared memory, NaN where missing. */
  readonly names: readonly string[];
  readonly columns: readonly Float32Array[];
  /** 1 where usage collapsed. */
  readonly y: Float32Array;
  /** Inverse probability of having been left alone; 0 where the row says nothing about an account nobody contacts. */
  readonly weight: Float32Array;
  /** Milliseconds. */
  readonly maturesAt: Float64Array;
  readonly arrUsd: Float64Array;
  readonly slices: Readonly<Record<'segment' | 'tenure' | 'region', readonly string[]>>;
  readonly otherLabels: OtherLabels;
  readonly maxAvailableAtBySource: Readonly<Record<string, Float64Array>>;
  readonly maxEventTimeBySource: Readonly<Record<string, Float64Array>>;
  readonly decidedAt: Float64Array;
  /** Of the feature definitions. */
  readonly fingerprint: string;
  readonly compiled: CompiledFeatures;
  /** Candidate rows dropped, by reason known at the decision. */
  readonly excluded: Readonly<Record<string, number>>;
}

/** Two other readings of "churn" for the label experiment, on every candidate row, eligible or not. */
export interface OtherLabels {
  readonly comparison: readonly LabelComparison[];
}

export interface LabelComparison {
  readonly label: 'usage collapse' | 'account closure' | 'non-renewal';
  readonly positives: number;
  readonly baseRate: number;
  /** Share of positives whose usage had already collapsed when the decision was made: the label predicts the past. */
  readonly alreadyGone: number;
  /** Share of positives that the usage label calls positive as well. */
  readonly agreesWithUsage: number;
}

/** The rows of each window of a fold, ascending. */
export interface FoldRows {
  readonly fold: Pick<Fold, 'name' | 'train' | 'calibration'>;
  readonly train: Uint32Array;
  /** First half of the calibration window: when to stop. */
  readonly stopping: Uint32Array;
  /** Second half: the calibrator. */
  readonly calibration: Uint32Array;
  /** Empty for the refit, whose test lies in the future. */
  readonly test: Uint32Array;
}

export type Engine = 'gbm' | 'ml-xgboost';

/** Scores rows of a training set: larger is riskier. Margins (log-odds) for models, any order for rules. */
export interface Scorer {
  readonly name: string;
  readonly margin: (set: TrainingSet, rows: Uint32Array) => Float64Array;
}

export interface TrainedModel {
  readonly fold: FoldRows;
  readonly scorer: Scorer;
  /** The booster of our own engine; absent when another engine trained. */
  readonly booster?: Booster;
  readonly logistic: LogisticModel;
}

/** A model whose margins are turned into probabilities; evaluation takes nothing less. */
export interface CalibratedModel extends TrainedModel {
  readonly calibrator: Calibrator;
  /** The alternatives, for comparison: fitted on the same rows. */
  readonly alternatives: Readonly<Record<'platt' | 'none', Calibrator>>;
}
