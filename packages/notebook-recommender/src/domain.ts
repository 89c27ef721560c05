import type * as evaluation from '@applied-modeling/evaluation';
import type { TrainingSet as StoredRows } from '@applied-modeling/feature-store';
import type { Booster } from '@applied-modeling/gbm';
import type { SourceTables } from '@applied-modeling/lakehouse';
import { calibratorPart, driftReferencePart, labelContractPart } from '@applied-modeling/tracking';

export type { Evaluation } from './stages/6-evaluate.ts';

/** The nouns every stage speaks, and what one stage hands to the next. All of it is readonly data but the open lake. */

/** The tables as they are known now, and the days whose slates are decided about; a step of the calendar is a day. */
export type Ingested = SourceTables<evaluation.Calendar>;

/** Blank pages of the days that are decided about, in the order they were opened. Lists run parallel. */
export interface Requests {
  readonly slateId: readonly string[];
  readonly userId: readonly string[];
  readonly teamId: readonly (string | null)[];
  readonly tenantId: readonly (string | null)[];
  /** Milliseconds. */
  readonly decidedAt: Float64Array;
  readonly day: Int32Array;
  /** How many notebooks the user could open at that instant. */
  readonly permitted: Int32Array;
  /** When the user joined, in ms; NaN where nobody wrote it down. */
  readonly joinedAt: Float64Array;
}

/** One row per blank page and notebook: those shown, and on the test days all candidates. Row i of every list belongs together. */
export interface SlateRows extends StoredRows {
  readonly requests: Requests;
  /** Of `requests`; rows of one request stand together. */
  readonly request: Int32Array;
  readonly day: Int32Array;
  readonly notebookId: readonly string[];
  /** Milliseconds; NaN where nobody wrote it down. */
  readonly notebookCreatedAt: Float64Array;
  /** Index into `SOURCES`: the first that named it. −1 for one that was shown and is no candidate. */
  readonly source: Int8Array;
  /** On the slate, from 1; NaN where it was not shown. */
  readonly position: Float32Array;
  /** Chance that it stood there; NaN where it was not shown or nobody logged it. */
  readonly propensity: Float32Array;
  /** Of a slate whose order was drawn by lot. */
  readonly isLottery: Uint8Array;
  /** Candidates that could not have been opened, by another reading of the grants: expected 0. */
  readonly violations: number;
}

/** With what became of each suggestion. */
export interface TrainingSet extends SlateRows {
  /** 1 where it succeeded, 0 where not, NaN where it was not shown or nobody knows yet. */
  readonly y: Float32Array;
  /** 1 where it was opened or cloned: the click, for the careless. NaN where it was not shown. */
  readonly clicked: Float32Array;
  /** 1 where the user found it without the slate, within half an hour. */
  readonly foundAlone: Uint8Array;
  readonly maturesAt: Float64Array;
  /** Users by number: the cluster of the bootstrap. */
  readonly cluster: Int32Array;
}

/** A line in log-odds, or trees. */
export interface LearnedModel {
  readonly name: 'logistic' | 'gbm';
  readonly learned: evaluation.LogisticModel | Booster;
}

export interface TrainedModel extends LearnedModel {
  readonly fold: evaluation.FoldRows;
}

/** What a page is answered with. */
export interface ServedModel extends LearnedModel {
  /** The one that ships. */
  readonly calibrator: evaluation.Calibrator;
}

/** Evaluation takes nothing less. */
export interface CalibratedModel extends TrainedModel, ServedModel {
  readonly alternatives: readonly evaluation.Calibrator[];
}

/** Orders notebooks for a blank page: larger is shown first. */
export interface Scorer {
  readonly name: string;
  readonly role: evaluation.RungRole;
  readonly score: (set: TrainingSet, rows: Uint32Array) => Float64Array;
}

/** What the model folder carries beside the trees. */
export const modelParts = {
  calibrator: calibratorPart(),
  labelContract: labelContractPart,
  driftReference: driftReferencePart(),
};
