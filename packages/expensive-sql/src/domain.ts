import type { Calendar, Calibrator, FoldRows, JudgedCalibration, Rung, RungRole } from '@applied-modeling/evaluation';
import type { FeatureSet, TrainingSet as StoredRows } from '@applied-modeling/feature-store';
import type { Booster } from '@applied-modeling/gbm';
import type { SourceTables } from '@applied-modeling/lakehouse';
import type { QueryKind } from '@applied-modeling/sql-text';
import { calibratorPart, driftReferencePart, labelContractPart, modelPart } from '@applied-modeling/tracking';
import { z } from 'zod';
import type { Curve } from './evaluation/curves.ts';
import type { MoneyTold } from './evaluation/money.ts';
import type { QErrors } from './evaluation/q-error.ts';
import type { TrafficSlice } from './evaluation/slices.ts';
import type { AgeBand } from './evaluation/statistics-age.ts';

/** The nouns every stage speaks, and what one stage hands to the next. All of it is readonly data but the open lake. */

/** The tables as they are known now, and the days whose queries are decided about; a step of the calendar is a day. */
export type Ingested = SourceTables<Calendar>;

/** What was known of a query when it was submitted, and nothing of how it ended. Row i of every array belongs together. */
export interface QueryRows extends StoredRows {
  /** The views the features come from: what the admission contract is held against. */
  readonly definition: FeatureSet;
  /** Of the history in the order of submission: where the text and the ending of a row stand. */
  readonly nth: Int32Array;
  readonly statementId: readonly string[];
  /** By the fingerprint of its text. */
  readonly template: readonly string[];
  readonly tableNames: readonly (readonly string[])[];
  readonly tenant: readonly (string | null)[];
  readonly application: readonly (string | null)[];
  readonly kind: readonly QueryKind[];
  /** Of the history, on which it was submitted: the step of the calendar. */
  readonly day: Int32Array;
  /** Share of its warehouse that worked when it was submitted; NaN where nobody measured. */
  readonly utilisation: Float32Array;
}

/** With how each query ended. */
export interface TrainingSet extends QueryRows {
  /** 1 where it was expensive, NaN where nobody knows. */
  readonly y: Float32Array;
  /** What it cost until it ended or was cut short; NaN where the cache answered. */
  readonly cpuSeconds: Float64Array;
  /** Cancelled, or failed, before it had an answer. */
  readonly wasCut: Uint8Array;
  readonly maturesAt: Float64Array;
  /** Templates by number. */
  readonly cluster: Int32Array;
}

export interface TrainedModel {
  readonly fold: FoldRows;
  /** Will it be expensive? */
  readonly booster: Booster;
  /** How expensive? Log of CPU-seconds. */
  readonly cost: Booster;
}

export interface CalibratedModel extends TrainedModel {
  /** The one that ships. */
  readonly calibrator: Calibrator;
  readonly alternatives: readonly Calibrator[];
  /** On average, in the training window. */
  readonly meanCpuSeconds: CpuSeconds;
  /** By what exp of the regression on cost has to be multiplied to be right on average. */
  readonly costSmearing: number;
}

/** What a query costs if it is expensive, and if it is not. */
export type CpuSeconds = Readonly<Record<'expensive' | 'other', number>>;

/** Orders queries: larger is more likely expensive. */
export interface Scorer {
  readonly name: string;
  readonly role: RungRole;
  readonly score: (set: TrainingSet, rows: Uint32Array) => Float64Array;
  /** Of who forecasts the cost as well. */
  readonly logCost?: CostForecast;
}

/** Log of CPU-seconds, NaN where nobody can tell. */
export type CostForecast = (set: TrainingSet, rows: Uint32Array) => Float64Array;

export interface Evaluation {
  readonly baseRate: number;
  readonly queries: number;
  readonly expensive: number;
  /** Of the test days: what has no label, and what no model scores. */
  readonly unknown: { readonly cached: number; readonly cut: number; readonly unread: number; readonly all: number };
  readonly slotsPerDay: number;
  readonly ladder: readonly Rung[];
  readonly gapClosed: number | null;
  /** Of the rungs people compare, on all queries, and of the model on unseen templates. */
  readonly curves: readonly Curve[];
  readonly calibration: JudgedCalibration;
  /** Seen and unseen templates, tables and tenants. */
  readonly slices: readonly TrafficSlice[];
  readonly statisticsAge: readonly AgeBand[];
  readonly qError: QErrors;
  readonly money: MoneyTold;
}

/** What the model folder carries beside the trees. */
export const modelParts = {
  calibrator: calibratorPart(),
  /** The regression on the log of CPU-seconds, in XGBoost's format, and what undoes the log on average. */
  cost: modelPart(
    'cost.json',
    z.object({
      predicts: z.string(),
      smearing: z.number(),
      model: z.unknown(),
    }),
  ),
  labelContract: labelContractPart,
  driftReference: driftReferencePart,
};
