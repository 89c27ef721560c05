import type { RunAudit } from '@applied-modeling/feature-store';
import type { JudgedTraining, Registered } from '@applied-modeling/tracking';

/** All that is known before anything is registered: what a report can tell. */
export interface Judged<Ingested, TrainingSet, Model, Evaluation> extends JudgedTraining<RunAudit> {
  readonly ingested: Ingested;
  readonly set: TrainingSet;
  /** What ships, as it was judged. */
  readonly model: Model;
  /** The same, refit on the newest matured rows: what is registered. */
  readonly refit: Model;
  readonly evaluation: Evaluation;
}

/** With what became of its model. */
export type Trained<JudgedRun> = JudgedRun & { readonly registered: Registered };
