import type { DriftReference } from '@applied-modeling/evaluation';
import type { ModelFolder, ModelPart, ModelParts, ModelVersion, PartValues } from '@applied-modeling/tracking';

/** Who scores: the champion, or the rule, with the reason why where a model was asked for. */
export type Champion<Parts extends ModelParts> = ModelInForce<Parts> | RuleInForce;

export interface ModelInForce<Parts extends ModelParts> {
  readonly kind: 'model';
  readonly version: ModelVersion;
  readonly folder: ModelFolder;
  readonly parts: PartValues<Parts>;
}

export interface RuleInForce {
  readonly kind: 'rule';
  /** The version that is champion, whether it can be read or not; null where there is none. */
  readonly version: ModelVersion | null;
  /** Why no model scores, though one is champion; null where the rule itself is. */
  readonly why: string | null;
}

/** What stage 8 hands over: everybody who is decided about at one instant. Lists run parallel, a row a candidate, in any order. */
export interface ScoredBatch {
  /** Milliseconds since 1970. */
  readonly decidedAt: number;
  readonly entityId: readonly string[];
  /** What rows are ranked by, larger first. */
  readonly score: Float64Array;
  /** Calibrated; NaN where a rule scores. */
  readonly probability: Float64Array;
  /** How much of it, where the decision is a quantity such as nodes; absent where it is to act or not. */
  readonly quantity?: Float64Array;
  /** What it is worth to act on a row, US dollars; NaN where nobody knows. */
  readonly expectedUsd: Float64Array;
  /** 1 where it is acted on. */
  readonly isChosen: Uint8Array;
  /** Why, in a reader's words, the strongest first: three at most, and of what is not acted on maybe none. */
  readonly reasons: readonly (readonly string[])[];
  /** What the scores were computed from. */
  readonly read: ColumnsRead;
}

export interface ColumnsRead {
  readonly names: readonly string[];
  readonly columns: readonly ArrayLike<number>[];
  /** Of the definitions of the features. */
  readonly fingerprint: string;
  /** Columns in which no batch resembles training: what a calendar says of one day, and what serving sets, such as a position. */
  readonly notCompared?: readonly string[];
}

/** What a batch was made by and of; two batches of equal origin are equal. */
export interface Origin {
  readonly scoredBy: 'model' | 'rule';
  /** Null where nothing is registered that could have one. */
  readonly modelVersion: number | null;
  /** The run that trained it; of the rule none. */
  readonly runId: string | null;
  readonly featureFingerprint: string;
  readonly dataFingerprint: string;
}

/** A batch before it is published, with what it is judged by. */
export interface ScoreRun {
  readonly batch: ScoredBatch;
  readonly champion: Champion<ScoredParts>;
  readonly dataFingerprint: string;
}

/** What the folder of a model that scores batches carries at least. */
export type ScoredParts = ModelParts & { readonly driftReference: ModelPart<DriftReference> };
