import type { DriftReference } from '@applied-modeling/evaluation';
import type { ColumnsRead, ScoredBatch } from '../score/scored-batch.ts';
import type { Cadence } from './cadence.ts';
import type { CommonSignal } from './signals.ts';
import type { Slice } from './slice-index.ts';

/** One step after the model was trained: what it decided, and what became of it as far as that is known at the end of the watch. */
export interface WatchedStep {
  readonly step: number;
  readonly batch: ScoredBatch;
  /** By source: hours by which the newest row that had landed was older than its freshness promises; below 0 it is fresh. */
  readonly staleHours: Readonly<Record<string, number>>;
  /** How many rows a row stands for while nothing is known of it: more than 1 where rows were thinned, 0 where nobody will know. */
  readonly countsFor: Float32Array;
  /** Row by row the batch; null until all of it has matured. */
  readonly outcome: Outcome | null;
  /** What the pipeline's own figures were; NaN where too little happened, or is not known yet. */
  readonly own?: Readonly<Record<string, number>>;
}

export interface Outcome {
  /** 0 or 1; NaN where nobody will ever know. */
  readonly label: Float32Array;
  /** How many rows a row stands for: 0 where somebody acted on it, so that it says nothing of what would have happened. */
  readonly weight: Float32Array;
}

/** A model that is watched. */
export interface Watch {
  readonly cadence: Cadence;
  /** Of the model that is watched. */
  readonly version: number;
  /** Steps looked at together, where other than the cadence's. */
  readonly season?: number;
  /** Of the common signals, where a pipeline has a reason for another. */
  readonly limits?: Partial<Readonly<Record<CommonSignal, number>>>;
  readonly drift: DriftReference;
  /** The columns that matter most, the strongest first. */
  readonly watched: readonly string[];
  /** What the model says of the rows of a step, had they these columns. */
  readonly chanceOf: (read: ColumnsRead, step: number) => Float64Array;
  /** How many steps later what became of a step is known. */
  readonly maturesAfter: number;
  readonly steps: readonly WatchedStep[];
  /** By the names of their signals: rows that are watched by themselves. */
  readonly slices?: Readonly<Record<string, Slice>>;
  /** By name: what a pipeline watches beyond what all of them do. */
  readonly own?: Readonly<Record<string, OwnFigure>>;
}

/** A figure of every step that should stay where it was. */
export interface OwnFigure {
  /** What it is, for who reads a report of it. */
  readonly meaning: string;
  /** How far it may be from what is expected, in its own unit. */
  readonly limit: number;
  /** What was promised; the mean of the first steps, where nothing was. */
  readonly expected?: number;
  /** Whether it needs outcomes, so that it is known `maturesAfter` steps late. */
  readonly isLate: boolean;
}
