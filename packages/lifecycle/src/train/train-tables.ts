import type { TrainOptions } from '@applied-modeling/command';
import type { LakeOptions } from '@applied-modeling/lakehouse';
import { readStanding, type Standing } from '@applied-modeling/tracking';

/** How a pipeline trains, whatever it is asked for. */
export interface Training<Ingested, Run> {
  /** As its model is registered. */
  readonly model: string;
  readonly ingest: (source: TrainOptions<never>['source'], options: LakeOptions) => Promise<Ingested>;
  /** `standing` is what was in force before. */
  readonly train: (ingested: Ingested, standing: Standing) => Promise<Run>;
}

/**
 * Opens the tables and trains on them. They stay open for whoever asked, who has a report to write; where training fails they are
 * closed at once.
 */
export async function trainTables<Ingested extends { readonly lake: { close(): void } }, Run>(
  { stage, source, threads, mlrunsDir }: Pick<TrainOptions<never>, 'stage' | 'source' | 'threads' | 'mlrunsDir'>,
  { model, ingest, train }: Training<Ingested, Run>,
): Promise<Run> {
  const standing = await readStanding(mlrunsDir, model);
  const ingested = await stage('ingest', () => ingest(source, { threads, memoryLimit: '2GB' }));
  return train(ingested, standing).catch((failure) => {
    ingested.lake.close();
    throw failure;
  });
}
