import type { Calendar, Calibrator, FoldRows, LogisticModel, RidgeModel, RungRole } from '@applied-modeling/evaluation';
import type { FeatureSet, TrainingSet as StoredRows } from '@applied-modeling/feature-store';
import type { Booster } from '@applied-modeling/gbm';
import type { SourceTables } from '@applied-modeling/lakehouse';
import type { QueryKind } from '@applied-modeling/sql-text';
import * as tracking from '@applied-modeling/tracking';
import { z } from 'zod';

export type { Evaluation } from './stages/6-evaluate.ts';

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

/** Two regressions, or boosted trees twice. */
export interface TrainedModel {
  readonly name: 'logistic' | 'gbm';
  readonly fold: FoldRows;
  /** Will it be expensive? Log-odds. */
  readonly chance: LogisticModel | Booster;
  /** How expensive? Log of CPU-seconds. */
  readonly cost: RidgeModel | Booster;
}

export interface CalibratedModel extends TrainedModel {
  /** The one that ships. */
  readonly calibrator: Calibrator;
  readonly alternatives: readonly Calibrator[];
  /** On average, in the training window. */
  readonly meanCpuSeconds: CpuSeconds;
  /** By what exp of the forecast cost has to be multiplied to be right on average. */
  readonly costSmearing: number;
}

/** What is scored by, wherever the model came from. */
export type ServedModel = Pick<CalibratedModel, 'chance' | 'cost' | 'calibrator' | 'costSmearing'>;

/** What a query costs if it is expensive, and if it is not. */
export type CpuSeconds = Readonly<Record<'expensive' | 'other', number>>;

/** Orders queries: larger is more likely expensive. */
export interface Scorer {
  readonly name: string;
  readonly role: RungRole;
  readonly score: (set: TrainingSet, rows: Uint32Array) => Float64Array;
  /** Of who forecasts the cost as well. */
  readonly logCost?: CostForecast;
  /** Of what was learned; to others an isotonic one is fitted. */
  readonly calibrator?: Calibrator;
}

/** Log of CPU-seconds, NaN where nobody can tell. */
export type CostForecast = (set: TrainingSet, rows: Uint32Array) => Float64Array;

/** What the model folder carries beside the trees or the line of the chance: 7-register writes it, the gateway reads it. */
export const modelParts = {
  calibrator: tracking.calibratorPart(),
  /** The forecast of the log of CPU-seconds, a line or trees in XGBoost's format, and what undoes the log on average. */
  cost: tracking.modelPart(
    'cost.json',
    z.object({
      predicts: z.string(),
      smearing: z.number(),
      model: z.union([tracking.ridgeSchema.strict(), z.looseObject({ learner: z.looseObject({}) })]),
    }),
  ),
  labelContract: tracking.labelContractPart,
  driftReference: tracking.driftReferencePart(),
};
