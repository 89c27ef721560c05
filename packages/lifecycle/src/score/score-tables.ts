import { Refusal } from '@applied-modeling/command';
import type { Calendar } from '@applied-modeling/evaluation';
import type { LakeOptions } from '@applied-modeling/lakehouse';
import { openChampion } from './open-champion.ts';
import type { ScoreOptions } from './score-verb.ts';
import type { Champion, ScoredBatch, ScoredParts, ScoreRun } from './scored-batch.ts';

/** The tables a model decides by, as stage 1 hands them on. */
export interface DecidedBy {
  readonly lake: { close(): void };
  readonly fingerprint: string;
  readonly calendar: Pick<Calendar, 'unit' | 'historySteps' | 'lastMaturedStep'>;
}

/** A model in operation: what it needs to be read, and what it decides about. */
export interface Operated<Parts extends ScoredParts, Ingested> {
  /** As it is registered. */
  readonly model: string;
  /** Of the features as they are defined now: a model that was fitted on others is not read. */
  readonly fingerprint: string;
  readonly parts: Parts;
  readonly ingest: (source: ScoreOptions['source'], options: LakeOptions) => Promise<Ingested>;
  /** The first step that can be decided about. */
  readonly firstStep: number;
  /** The newest one; when left out, the last day of the history, or the week after it. */
  readonly lastStep?: (ingested: Ingested) => number;
}

/** How a pipeline scores, whatever it is asked for. */
export interface Scoring<Parts extends ScoredParts, Ingested> extends Operated<Parts, Ingested> {
  readonly score: (ingested: Ingested, champion: Champion<Parts>, step: number) => Promise<ScoredBatch>;
}

/** Opens the champion and the tables, scores one step by the one from the other, and closes the tables. */
export async function scoreTables<Parts extends ScoredParts, Ingested extends DecidedBy>(
  { stage, source, threads, mlrunsDir, unit, step: asked }: ScoreOptions,
  { model, fingerprint, parts, ingest, score, ...decided }: Scoring<Parts, Ingested>,
): Promise<ScoreRun> {
  const champion = await openChampion(mlrunsDir, model, { fingerprint, parts });
  const ingested = await stage('ingest', () => ingest(source, { threads, memoryLimit: '1GB' }));
  try {
    const { first, last } = stepsOf(decided, ingested);
    const step = asked ?? last;
    if (step < first || step > last)
      throw new Refusal(`${unit} ${step} cannot be scored`, [
        `the tables know ${unit}s ${first} to ${last}: ask for one of them`,
      ]);
    const batch = await stage('score', () => score(ingested, champion, step));
    if (batch.entityId.length === 0)
      throw new Refusal(`nobody is decided about in ${unit} ${step}`, [
        'a source that did not land leaves no candidates: look at the tables',
      ]);
    return { batch, champion: champion as Champion<ScoredParts>, dataFingerprint: ingested.fingerprint };
  } finally {
    ingested.lake.close();
  }
}

/** Of what can be decided about, the first and the last. */
export function stepsOf<Ingested extends DecidedBy>(
  { firstStep, lastStep }: Pick<Operated<ScoredParts, Ingested>, 'firstStep' | 'lastStep'>,
  ingested: Ingested,
) {
  const { unit, historySteps } = ingested.calendar;
  return { first: firstStep, last: lastStep?.(ingested) ?? (unit === 'day' ? historySteps - 1 : historySteps) };
}
