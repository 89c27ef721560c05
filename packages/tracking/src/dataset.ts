/** A dataset as a run's input: which rows, named by content (`digest`), were used for what (`context`). */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createFile } from './atomic-file.ts';
import { yamlText } from './yaml-file.ts';

export type ColumnType = 'boolean' | 'integer' | 'long' | 'float' | 'double' | 'string' | 'datetime';

export type Dataset = {
  readonly name: string;
  /** Content hash, at most 36 characters: the same name and digest is the same dataset, recorded once an experiment. */
  readonly digest: string;
  /**
   * Where the rows came from, such as `{ type: 'local', uri: path }`. `mlflow.data.get_source` opens the types `local`,
   * `delta_table`, `http` and `code`, and reads of each the details it knows.
   */
  readonly source: { readonly type: string; readonly [detail: string]: unknown };
  readonly schema?: readonly { readonly name: string; readonly type: ColumnType }[];
  /** Free facts shown beside the dataset, such as `{ num_rows: 115000 }`. */
  readonly profile?: Readonly<Record<string, unknown>>;
  /** What the run used it for: `training`, `calibration`, `test`. */
  readonly context: string;
};

/** The folders and files that record `dataset` as an input of a run, as data: path to text. */
export function planDatasetFiles(experimentDir: string, runId: string, dataset: Dataset): ReadonlyMap<string, string> {
  if (dataset.digest.length > 36)
    throw new Error(`dataset ${dataset.name}: digest has ${dataset.digest.length} characters, MLflow holds 36`);
  const datasetId = md5(dataset.name + dataset.digest);
  const { type: sourceType, ...source } = dataset.source;
  const columns = dataset.schema?.map(({ name, type }) => ({ type, name, required: true }));
  return new Map([
    [
      join(experimentDir, 'datasets', datasetId, 'meta.yaml'),
      yamlText({
        digest: dataset.digest,
        name: dataset.name,
        profile: dataset.profile ? JSON.stringify(dataset.profile) : null,
        schema: columns ? JSON.stringify({ mlflow_colspec: columns }) : null,
        source: JSON.stringify(source),
        source_type: sourceType,
      }),
    ],
    [
      join(experimentDir, runId, 'inputs', md5(datasetId + runId), 'meta.yaml'),
      yamlText({
        destination_id: datasetId, // sic: MLflow 3.17 writes the dataset's id here too, not the run's
        destination_type: 'RUN',
        source_id: datasetId,
        source_type: 'DATASET',
        tags: { 'mlflow.data.context': dataset.context },
      }),
    ],
  ]);
}

/** Writes what {@link planDatasetFiles} planned; files that exist already say the same and are left alone. */
export async function writeDataset(plan: ReadonlyMap<string, string>, asideDir: string): Promise<void> {
  for (const [path, text] of plan) await createFile(path, text, asideDir);
}

/** MLflow derives these ids with MD5; it names content here and protects nothing. */
function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
