import { Refusal } from '@applied-modeling/command';
import type { LakeOptions } from '@applied-modeling/lakehouse';
import { openChampion } from './open-champion.ts';
import type { ScoreOptions } from './score-verb.ts';
import type { Champion, ScoredBatch, ScoredParts, ScoreRun } from './scored-batch.ts';

/** How a pipeline scores, whatever it is asked for. */
export interface Scoring<Parts extends ScoredParts, Ingested> {
  /** As it is registered. */
  readonly model: string;
  /** Of the features as they are defined now: a model that was fitted on others is not read. */
  readonly fingerprint: string;
  readonly parts: Parts;
  readonly ingest: (source: ScoreOptions['source'], options: LakeOptions) => Promise<Ingested>;
  /** The steps that can be decided about, the newest last. */
  readonly steps: (ingested: Ingested) => { readonly first: number; readonly last: number };
  readonly score: (ingested: Ingested, champion: Champion<Parts>, step: number) => Promise<ScoredBatch>;
}

/** Opens the champion and the tables, scores one step by the one from the other, and closes the tables. */
export async function scoreTables<
  Parts extends ScoredParts,
  Ingested extends { readonly lake: { close(): void }; readonly fingerprint: string },
>(
  { stage, source, threads, mlrunsDir, unit, step: asked }: ScoreOptions,
  { model, fingerprint, parts, ingest, steps, score }: Scoring<Parts, Ingested>,
): Promise<ScoreRun> {
  const champion = await openChampion(mlrunsDir, model, { fingerprint, parts });
  const ingested = await stage('ingest', () => ingest(source, { threads, memoryLimit: '1GB' }));
  try {
    const { first, last } = steps(ingested);
    const step = asked ?? last;
    if (step < first || step > last)
      throw new Refusal(`${unit} ${step} cannot be scored`, [
        `the tables know ${unit}s ${first} to ${last}: ask for one of them`,
      ]);
    const batch = await stage('score', () => score(ingested, champion, step));
    return { batch, champion: champion as Champion<ScoredParts>, dataFingerprint: ingested.fingerprint };
  } finally {
    ingested.lake.close();
  }
}
