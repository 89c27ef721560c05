import type * as evaluation from '@applied-modeling/evaluation';
import type { CompiledFeatures, TrainingSet as StoredRows } from '@applied-modeling/feature-store';
import type { Booster } from '@applied-modeling/gbm';
import type { SourceTables } from '@applied-modeling/lakehouse';
import { calibratorPart, driftReferencePart, labelContractPart, modelPart, textPart } from '@applied-modeling/tracking';
import { z } from 'zod';
import type { LabelComparison } from './evaluation/label-comparison.ts';
import type { JudgedMoney } from './evaluation/money.ts';

export type { FoldRows } from '@applied-modeling/evaluation';

/** The nouns every stage speaks, and what one stage hands to the next. All of it is readonly data but the open lake. */

/** The tables as they are known now, and the weeks that are decided about; a step of the calendar is a week. */
export type Ingested = SourceTables<evaluation.Calendar>;

/** One row a candidate, eligible or not: what is known of an account at a decision, and nothing of what becomes of it. */
export interface FeatureRows extends StoredRows {
  /** Rows that are decided about, ascending; the others are there to be counted. */
  readonly eligible: Uint32Array;
  /** Rows that are not, by reason known at the decision. */
  readonly excluded: Readonly<Record<string, number>>;
  readonly compiled: CompiledFeatures;
}

/** Features joined with labels: one row an eligible account and decision, as columns; row i of every array belongs together. */
export interface TrainingSet {
  readonly rows: number;
  readonly accountId: readonly string[];
  /** Dense account number, successors resolved: the cluster of the bootstrap. */
  readonly cluster: Int32Array;
  readonly week: Int32Array;
  /** Model columns: Float32Array over shared memory, NaN where missing. */
  readonly names: readonly string[];
  readonly columns: readonly Float32Array[];
  /** What the rules read, whether the model does or not. */
  readonly ruleInputs: Readonly<Record<'tickets_28d' | 'usage_ratio_28_84', Float32Array>>;
  /** 1 where usage collapsed. */
  readonly y: Float32Array;
  /** Inverse probability of having been left alone; 0 where the row says nothing about an account nobody contacts. */
  readonly weight: Float32Array;
  /** Who was put on the watch-list that very Monday, after the decision: a randomised experiment on the effect of a contact. */
  readonly lottery: {
    /** 1 contacted, 0 spared by lot; NaN where not newly listed. */
    readonly isContacted: Float32Array;
    /** P(contacted | listed), known by design. */
    readonly contactChance: Float32Array;
  };
  /** Milliseconds. */
  readonly maturesAt: Float64Array;
  readonly arrUsd: Float64Array;
  readonly slices: Readonly<Record<'segment' | 'tenure' | 'region', readonly string[]>>;
  readonly labels: readonly LabelComparison[];
  readonly maxAvailableAtBySource: Readonly<Record<string, Float64Array>>;
  readonly maxEventTimeBySource: Readonly<Record<string, Float64Array>>;
  readonly decidedAt: Float64Array;
  /** Of the feature definitions. */
  readonly fingerprint: string;
  readonly compiled: CompiledFeatures;
  /** Candidate rows dropped, by reason known at the decision. */
  readonly excluded: Readonly<Record<string, number>>;
}

export type Engine = 'gbm' | 'ml-xgboost';

/** Scores rows of a training set: larger is riskier. Margins (log-odds) for models, any order for rules. */
export interface Scorer {
  readonly name: string;
  readonly role: evaluation.RungRole;
  readonly margin: (set: TrainingSet, rows: Uint32Array) => Float64Array;
}

export interface TrainedModel {
  readonly fold: evaluation.FoldRows;
  readonly scorer: Scorer;
  /** The booster of our own engine; absent when another engine trained. */
  readonly booster?: Booster;
}

/** A model whose margins are turned into probabilities; evaluation takes nothing less. */
export interface CalibratedModel extends TrainedModel {
  /** The one that ships. */
  readonly calibrator: evaluation.Calibrator;
  /** All that it is compared with, fitted on the same rows. */
  readonly alternatives: readonly evaluation.Calibrator[];
}

export interface Evaluation extends JudgedMoney, evaluation.JudgedRungs {
  readonly baseRate: number;
  /** Collapse rate and average precision on every account-week, contacted or not: what a naive evaluation would see. */
  readonly factual: { readonly baseRate: number; readonly averagePrecision: number };
  readonly model: string;
  /** Mean over the test weeks. */
  readonly eligiblePerWeek: number;
  /** Slots of the weekly queue. */
  readonly k: number;
  readonly lift: readonly evaluation.LiftPoint[];
  readonly calibration: evaluation.JudgedCalibration;
  /** Brier score of the calibrator that ships − that of the next one, paired. */
  readonly calibratorMinusOther: evaluation.Interval;
  readonly slices: readonly evaluation.JudgedSlice[];
  /** By week; the ceiling is the observable one. */
  readonly backtest: readonly evaluation.JudgedStep[];
  readonly rolling: readonly evaluation.EarlierFold[];
  readonly curves: readonly evaluation.CurveOfRung[];
}

/** What the model folder carries beside the trees: 7-register writes it, and scoring and monitoring read it. */
export const modelParts = {
  calibrator: calibratorPart(),
  labelContract: labelContractPart,
  driftReference: driftReferencePart(),
  /** Of the chances of new accounts, which are watched by themselves. */
  newAccounts: driftReferencePart('new-accounts.json'),
  /** `keptShares` of contactEffects: in a support crisis, then everybody else. */
  queue: modelPart('queue.json', z.object({ share: z.number(), keptShares: z.array(z.number()) })),
  featuresSql: textPart('features.sql'),
};
