import type { Calendar, Calibrator, FoldRows, Interval, NamedRung, Rung } from '@applied-modeling/evaluation';
import type { Booster } from '@applied-modeling/gbm';
import type { KnownTables, Lake } from '@applied-modeling/lakehouse';
import {
  calibratorPart,
  driftReferencePart,
  labelContractPart,
  modelPart,
  textParts,
} from '@applied-modeling/tracking';
import { z } from 'zod';
import type { Coverage } from './evaluation/coverage.ts';
import type { Fan } from './evaluation/fan.ts';
import type { Sensitivity } from './evaluation/sensitivity.ts';
import type { ShortageReport } from './evaluation/shortage.ts';

export type { FoldRows, Interval } from '@applied-modeling/evaluation';

/** The nouns every stage speaks, and what one stage hands to the next. All of it is readonly data but the open lake. */

export interface Ingested extends KnownTables {
  readonly lake: Lake;
  /** The weeks that are decided about and what each is used for; a step is a week. */
  readonly calendar: Calendar;
  /** Where the rows come from: a simulated world or a person's own files. */
  readonly source:
    | { readonly kind: 'simulated'; readonly seed: number; readonly size: string; readonly generator: string }
    | { readonly kind: 'files'; readonly dir: string };
  /** Directory of the truth side-car; null on a person's own data. Only 6-evaluate opens it. */
  readonly truthDir: string | null;
  readonly notes: readonly string[];
}

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
  /** Nodes: the cost quantile of the structural forecast's hours. Everything the model says is relative to it. */
  readonly anchor: Float32Array;
  /** Nodes in force in the week, published two hours after the decision: no feature, but what a warning is about. */
  readonly provisioned: Float32Array;
  /** Share of hours with a stock-out in the weeks before the decision: the list a manager has today. */
  readonly stockoutShare: Float32Array;
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
  readonly rules: Readonly<Record<RuleName, Float32Array>>;
}

export type RuleName = 'last week' | 'seasonal naive' | 'four-week maximum' | 'theta';

/** Quantiles of the hours of a week, relative to the anchor in logs; one booster a level, rearranged where they cross. */
export interface Quantiles {
  readonly levels: readonly number[];
  readonly boosters: readonly Booster[];
  /** Added to every quantile, in logs, by group and level; absent before calibration. */
  readonly shifts?: Readonly<Record<string, readonly number[]>>;
}

export interface QuantileModel extends Quantiles {
  readonly fold: FoldRows;
}

/** Quantiles with their coverage put right on weeks that trained nothing, and a shortage chance that is one. */
export interface CalibratedModel extends QuantileModel {
  readonly shifts: Readonly<Record<string, readonly number[]>>;
  /** The one that ships. */
  readonly calibrator: Calibrator;
  /** All that it is compared with, fitted on the same rows. */
  readonly alternatives: readonly Calibrator[];
}

/** A way to choose levels, judged over the weeks of the final test. Its difference is the model's cost − this one's. */
export interface PolicyCost extends NamedRung, Pick<Rung, 'modelMinusThis'> {
  /** Idle and unmet node-hours priced, over all series and test weeks. */
  readonly costUsd: Interval;
  readonly idleNodeHours: number;
  readonly unmetNodeHours: number;
  /** Share of hours in which demand exceeds the level. */
  readonly shortShare: number;
  /** This − the oracle, paired likewise; null without an oracle. */
  readonly aboveOracle: Interval | null;
  /** Mean absolute percentage error of the level as a forecast of the hours. */
  readonly mape: number;
}

export interface Evaluation {
  /** 'truth' where the world was simulated, else 'estimate': what the levels were judged by. */
  readonly judgedBy: 'truth' | 'estimate';
  readonly weeks: readonly number[];
  readonly policies: readonly PolicyCost[];
  readonly bestBaseline: string;
  /** (best baseline − model) / (best baseline − oracle), of dollars; null without an oracle. */
  readonly regretClosed: Interval | null;
  readonly coverage: readonly Coverage[];
  /** Of the planned level. */
  readonly coverageByWeek: readonly number[];
  /** The same with a level that is moved by its own misses, once they are known. */
  readonly adaptiveCoverageByWeek: readonly number[];
  readonly worstRegion: { readonly region: string; readonly coverage: number };
  readonly worstWeek: { readonly week: number; readonly coverage: number };
  readonly shortage: ShortageReport;
  /** Mean nodes a week: 90th percentiles summed over series, and that sum scaled until it covers 90 % of the pooled hours. */
  readonly fungible: { readonly sumOfQuantiles: number; readonly quantileOfSum: number };
  readonly sensitivity: Sensitivity;
  readonly fan: Fan;
  /** Earlier fits and the final one, all judged by the estimated demand: the truth does not reach back so far. */
  readonly rolling: readonly { readonly name: string; readonly coverage: number; readonly pinballLoss: number }[];
}

/** What the model folder carries beside the trees of the planned quantile: 7-register writes it, scoring and monitoring read it. */
export const modelParts = {
  /** By level. */
  otherQuantiles: textParts('quantile-*.json'),
  calibrator: calibratorPart('shortage-calibrator.json'),
  plan: modelPart(
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
  labelContract: labelContractPart,
  features: modelPart(
    'features.json',
    z.array(z.object({ name: z.string(), source: z.string(), hours: z.string(), about: z.string() })),
  ),
  driftReference: driftReferencePart,
};
