import type { Calendar, Calibrator, FoldRows, JudgedCalibration, Rung } from '@applied-modeling/evaluation';
import type { TrainingSet as StoredRows } from '@applied-modeling/feature-store';
import type { Booster } from '@applied-modeling/gbm';
import type { SourceTables } from '@applied-modeling/lakehouse';
import { calibratorPart, driftReferencePart, labelContractPart } from '@applied-modeling/tracking';

/** What one stage hands to the next: readonly data, but for the open lake. */

/** The tables as they are known now, and the weeks that are decided about; a step of the calendar is a week. */
export type Ingested = SourceTables<Calendar>;

/** One row per machine and decision; all lists run parallel. */
export interface TrainingSet extends StoredRows {
  readonly machineId: readonly string[];
  /** Machines by number: the cluster of the bootstrap. */
  readonly cluster: Int32Array;
  readonly week: Int32Array;
  /** 0 or 1, NaN where not known. */
  readonly y: Float32Array;
  /** Milliseconds. */
  readonly maturesAt: Float64Array;
}

export interface TrainedModel {
  readonly fold: FoldRows;
  readonly booster: Booster;
}

/** Evaluation takes nothing less. */
export interface CalibratedModel extends TrainedModel {
  /** The one that ships. */
  readonly calibrator: Calibrator;
  readonly alternatives: readonly Calibrator[];
}

export interface Evaluation {
  readonly baseRate: number;
  /** From nothing to the model, and the ceiling where a truth is known. */
  readonly ladder: readonly Rung[];
  /** (model − rule) / (ceiling − rule), of average precision; null without a ceiling. */
  readonly gapClosed: number | null;
  readonly calibration: JudgedCalibration;
  /** US dollars over the test window. */
  readonly money: Readonly<Record<'rule' | 'model', { readonly services: number; readonly netUsd: number }>>;
  /** Mean predicted chance of machines worn or sound, at half load or not; null without a truth. */
  readonly planted: Readonly<Record<'wornAtHalf' | 'wornElse' | 'soundAtHalf' | 'soundElse', number>> | null;
}

/** What the model folder carries beside the trees. */
export const modelParts = {
  calibrator: calibratorPart(),
  labelContract: labelContractPart,
  driftReference: driftReferencePart(),
};
