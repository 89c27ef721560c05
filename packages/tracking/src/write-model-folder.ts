/**
 * A model as a folder that MLflow, Spark and this package open alike: `MLmodel` says what is inside and how to load it.
 *
 * Two kinds. An `xgboost` model carries the flavor `xgboost`, the raw booster, and where it can be served `python_function`,
 * so that `mlflow.pyfunc.load_model` and `spark_udf` answer with what {@link Serving} makes of the booster. A `rule` (one line of
 * arithmetic, such as an incumbent or a linear model) carries `rule.json` and the flavor `rule`, which MLflow lists and loads only
 * where it can be served: it can be registered, hold an alias and be rolled back to like any other version.
 */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { type FileContent, replaceFile } from './atomic-file.ts';
import { requireKey } from './names.ts';
import type { Serving } from './serving.ts';
import { yamlText } from './yaml-file.ts';

export type Model =
  /** `json` is XGBoost's own JSON format, with `feature_names` in the order of `featureNames`. */
  | { readonly kind: 'xgboost'; readonly json: string }
  | { readonly kind: 'rule'; readonly rule: Readonly<Record<string, unknown>> };

export type ModelFolderOptions = {
  readonly model: Model;
  /** The inputs in order. All are `double`: MLflow refuses an integer column once it holds a missing value. */
  readonly featureNames: readonly string[];
  /** Identifies the feature definitions the model was fitted on; `readModelFolder` compares it with those it meets. */
  readonly featureFingerprint: string;
  readonly runId: string;
  readonly createdAt: number /* ms */;
  /** What MLflow serves of a model; nothing, when left out. */
  readonly serving?: Serving | undefined;
  /** Rows in the order of `featureNames`; shown by MLflow and used by its serving test. */
  readonly inputExample?: readonly (readonly (number | null)[])[];
  readonly versions?: Versions;
  /** More files by name; `encodeParts` makes them of typed values. */
  readonly extraFiles?: Readonly<Record<string, FileContent>>;
};

export type Versions = { readonly python: string; readonly mlflow: string; readonly xgboost: string };

/** The versions this layout was checked with, by loading and predicting. */
const checkedVersions: Versions = { python: '3.11.7', mlflow: '3.17.2', xgboost: '3.2.0' };

/** Writes the folder; `MLmodel` comes last, so that a folder without one is known to be unfinished. */
export async function writeModelFolder(dir: string, options: ModelFolderOptions): Promise<void> {
  for (const [name, content] of planModelFolder(options)) await replaceFile(join(dir, name), content);
}

/**
 * The folder's files, as data: name to content, `MLmodel` last.
 *
 * @throws when the model's own feature names differ from `featureNames`, which MLflow would find out at prediction time
 */
export function planModelFolder(options: ModelFolderOptions): ReadonlyMap<string, FileContent> {
  const { model, featureNames, featureFingerprint, extraFiles = {}, versions = checkedVersions } = options;
  if (model.kind === 'xgboost') requireSameFeatures(model.json, featureNames);
  const files = new Map<string, FileContent>();
  if (model.kind === 'xgboost') files.set('model.json', model.json);
  else files.set('rule.json', jsonText(model.rule));
  if (model.kind === 'xgboost' || options.serving)
    for (const [name, text] of environmentFiles(versions)) files.set(name, text);
  if (options.serving) files.set(`code/${moduleName(options.serving)}.py`, options.serving.python);
  files.set('feature-fingerprint.json', jsonText({ fingerprint: featureFingerprint, featureNames }));
  if (options.inputExample) {
    const frame = { columns: featureNames, data: options.inputExample };
    files.set('input_example.json', JSON.stringify(frame));
    files.set('serving_input_example.json', JSON.stringify({ dataframe_split: frame }));
  }
  for (const [name, content] of Object.entries(extraFiles)) {
    if (files.has(name) || name === 'MLmodel')
      throw new Error(`model folder: ${name} is written already; rename the extra file`);
    files.set(requireKey(name), content);
  }
  return files.set('MLmodel', mlModelText(options, versions, checksums(files)));
}

/** SHA-256 of a file's content, in hex. */
export function sha256(content: FileContent): string {
  return createHash('sha256').update(content).digest('hex');
}

const xgboostNamesSchema = z.object({ learner: z.object({ feature_names: z.array(z.string()) }) });

function requireSameFeatures(json: string, featureNames: readonly string[]): void {
  const found = xgboostNamesSchema.parse(JSON.parse(json)).learner.feature_names;
  const at = Array.from({ length: Math.max(found.length, featureNames.length) }, (_, i) => i).find(
    (i) => found[i] !== featureNames[i],
  );
  if (at !== undefined)
    throw new Error(
      `model folder: feature ${at} is ${found[at] ?? 'absent'} in model.json and ${featureNames[at] ?? 'absent'} in the signature; pass the names in the order the model was fitted on`,
    );
}

function mlModelText(options: ModelFolderOptions, versions: Versions, files: Record<string, string>): string {
  const { serving } = options;
  const inputs = [
    ...options.featureNames.map((name) => ({ type: 'double', name, required: false })),
    ...Object.entries(serving?.inputs ?? {}).map(([name, type]) => ({ type, name, required: true })),
  ];
  return yamlText({
    flavors: { ...servedFlavor(versions, serving), ...ownFlavor(options.model, versions) },
    is_signature_from_type_hint: false,
    metadata: { ...(options.model.kind === 'xgboost' && tellFlavors(serving)), sha256: files },
    mlflow_version: versions.mlflow,
    model_uuid: sha256(`${options.runId}${JSON.stringify(files)}`).slice(0, 32),
    run_id: options.runId,
    ...(options.inputExample && {
      saved_input_example_info: {
        artifact_path: 'input_example.json',
        pandas_orient: 'split',
        serving_input_path: 'serving_input_example.json',
        type: 'dataframe',
      },
    }),
    signature: {
      inputs: JSON.stringify(inputs),
      outputs: serving
        ? JSON.stringify(serving.outputs.map((name) => ({ type: 'double', name, required: true })))
        : null,
      params: null,
    },
    utc_time_created: pythonTime(options.createdAt),
  });
}

/** What each flavor answers with, in the words of `MLmodel` and of a version's tags. */
export function tellFlavors(serving: Serving | undefined): Readonly<Record<string, string>> {
  return {
    'flavor.python_function': serving
      ? serving.outputs.join(', ').replaceAll('_', ' ')
      : 'none: this model is not served',
    'flavor.xgboost': 'the raw booster: its margin, before calibration',
  };
}

/** Python keeps modules by name: two versions in one process may bring two of them. */
function moduleName({ name, python }: Serving): string {
  return `${name}_${sha256(python).slice(0, 8)}`;
}

function servedFlavor({ python }: Versions, serving: Serving | undefined): object {
  if (serving === undefined) return {};
  const env = { conda: 'conda.yaml', virtualenv: 'python_env.yaml' };
  return {
    python_function: { code: 'code', env, loader_module: moduleName(serving), python_version: python },
  };
}

function ownFlavor({ kind }: Model, versions: Versions): object {
  if (kind === 'rule') return { rule: { data: 'rule.json' } };
  return {
    xgboost: {
      code: null,
      data: 'model.json',
      model_class: 'xgboost.core.Booster', // predicts probabilities; XGBClassifier would predict labels
      model_format: 'json',
      xgb_version: versions.xgboost,
    },
  };
}

function environmentFiles({ python, mlflow, xgboost }: Versions): readonly (readonly [string, string])[] {
  const requirements = [`mlflow==${mlflow}`, `xgboost==${xgboost}`];
  return [
    ['requirements.txt', `${requirements.join('\n')}\n`],
    [
      'conda.yaml',
      yamlText({
        channels: ['conda-forge'],
        dependencies: [`python=${python}`, 'pip', { pip: requirements }],
        name: 'mlflow-env',
      }),
    ],
    [
      'python_env.yaml',
      yamlText({ python, build_dependencies: ['pip', 'setuptools', 'wheel'], dependencies: ['-r requirements.txt'] }),
    ],
  ];
}

function checksums(files: ReadonlyMap<string, FileContent>): Record<string, string> {
  return Object.fromEntries([...files].map(([name, content]) => [name, sha256(content)]));
}

/** `2026-11-22 12:00:00.000000`, in UTC, as Python prints it. */
function pythonTime(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '000');
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
