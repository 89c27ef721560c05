import type { Calendar, Calibrator, FoldRows, RungRole } from '@applied-modeling/evaluation';
import type { TrainingSet as StoredRows } from '@applied-modeling/feature-store';
import type { Booster } from '@applied-modeling/gbm';
import type { SourceTables } from '@applied-modeling/lakehouse';
import { calibratorPart, driftReferencePart, labelContractPart, modelPart } from '@applied-modeling/tracking';
import { z } from 'zod';

/** The nouns every stage speaks, and what one stage hands to the next. All of it is readonly data but the open lake. */

/** The tables as they are known now, and the days whose runs are decided about; a step of the calendar is a day. */
export type Ingested = SourceTables<Calendar>;

/** One row per run and checkpoint, with what was known then; row i of every array belongs together. */
export interface RunRows extends StoredRows {
  readonly runId: Float64Array;
  readonly jobId: readonly string[];
  readonly pool: readonly (string | null)[];
  readonly team: readonly (string | null)[];
  /** Of the history, in which the run started: the step of the calendar. */
  readonly day: Int32Array;
  readonly startedMs: Float64Array;
  /** Checkpoint, in usual minutes of the job; 0 is the start. */
  readonly multiple: Float64Array;
  /** How many rows this one stands for: early checkpoints are thinned where nothing is evaluated. */
  readonly weight: Float32Array;
}

/** With what hindsight says of the runs. */
export interface TrainingSet extends RunRows {
  /** 1 where the run turned out page-worthy, NaN where hindsight cannot tell. */
  readonly y: Float32Array;
  /** Minutes the run took, and should have taken in hindsight. */
  readonly minutes: Float64Array;
  readonly expectedMinutes: Float64Array;
  readonly maturesAt: Float64Array;
  /** Jobs by number. */
  readonly cluster: Int32Array;
}

export interface TrainedModel {
  readonly fold: FoldRows;
  /** Quantiles of log minutes against the usual, in the order of the settings: what a run should take. */
  readonly counterfactual: readonly Booster[];
  /** Will it be page-worthy? Reads the counterfactual beside the features. */
  readonly booster: Booster;
}

export interface CalibratedModel extends TrainedModel {
  /** The one that ships. */
  readonly calibrator: Calibrator;
  readonly alternatives: readonly Calibrator[];
  /** By band of noise: what to add to the 99 % quantile of the counterfactual. */
  readonly boundShifts: Readonly<Record<string, number>>;
  /** Log-odds from which on pages are sent: on the calibration days they were as many as the budget allows. */
  readonly cutOff: number;
}

/** All that paging needs of a model. */
export type PagingModel = Pick<CalibratedModel, 'counterfactual' | 'booster' | 'calibrator' | 'cutOff'>;

/** Orders checkpoints: larger is more likely page-worthy. */
export interface Scorer {
  readonly name: string;
  readonly role: RungRole;
  readonly score: (set: RunRows, rows: Uint32Array) => Float64Array;
}

export type { Evaluation } from './stages/6-evaluate.ts';

/** What the model folder carries beside the trees. */
export const modelParts = {
  calibrator: calibratorPart(),
  /** The quantile models that the classifier's features come from, each in XGBoost's format. */
  counterfactual: modelPart(
    'counterfactual.json',
    z.object({
      predicts: z.string(),
      quantiles: z.array(z.number()).readonly(),
      features: z.array(z.string()).readonly(),
      models: z.array(z.unknown()).readonly(),
      boundShifts: z.record(z.string(), z.number()),
    }),
  ),
  pager: modelPart('pager.json', z.object({ cutOff: z.number(), muteHours: z.number(), stormHours: z.number() })),
  labelContract: labelContractPart,
  driftReference: driftReferencePart(),
};
