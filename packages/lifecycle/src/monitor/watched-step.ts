import type { DriftReference } from '@applied-modeling/evaluation';
import type { ColumnsRead, ScoredBatch } from '../score/scored-batch.ts';

/** One step after the model was trained: what it decided, and what became of it as far as that is known at the end of the watch. */
export interface WatchedStep {
  readonly step: number;
  readonly batch: ScoredBatch;
  /** By source: hours by which the newest row that had landed was older than its freshness promises; below 0 it is fresh. */
  readonly staleHours: Readonly<Record<string, number>>;
  /** Row by row the batch; null until all of it has matured. */
  readonly outcome: Outcome | null;
}

export interface Outcome {
  /** 0 or 1; NaN where nobody will ever know. */
  readonly label: Float32Array;
  /** How many rows a row stands for: 0 where somebody acted on it, so that it says nothing of what would have happened. */
  readonly weight: Float32Array;
}

/** A model that is watched. */
export interface Watch {
  readonly drift: DriftReference;
  /** The columns that matter most, the strongest first. */
  readonly watched: readonly string[];
  /** What the model says of rows with these columns. */
  readonly chanceOf: (read: ColumnsRead) => Float64Array;
  /** How many steps later what became of a step is known. */
  readonly maturesAfter: number;
  readonly steps: readonly WatchedStep[];
}
