/**
 * Reading a model folder back, trusting nothing: every file is checked against the checksum that `MLmodel` records. This is
 * where a model meets features, so the features it is to be used with are asked for, and others are refused before any
 * file of it is used.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from './atomic-file.ts';
import { decodeParts, type ModelParts, type PartValues } from './model-part.ts';
import { StoreError } from './store-error.ts';
import { sha256 } from './write-model-folder.ts';
import { readJson, readYaml } from './yaml-file.ts';

export type ModelFolder = {
  readonly dir: string;
  readonly kind: 'xgboost' | 'rule';
  readonly runId: string;
  readonly featureNames: readonly string[];
  readonly featureFingerprint: string;
  /** The names of all files but `MLmodel`; each has been read and matches its checksum. */
  readonly files: readonly string[];
  /** @throws when the folder holds no such file */
  text(name: string): string;
  /** What the model carries beside the trees. */
  parts<Parts extends ModelParts>(parts: Parts): PartValues<Parts>;
};

const mlModelSchema = z.object({
  flavors: z.record(z.string(), z.unknown()),
  run_id: z.string(),
  metadata: z.object({ sha256: z.record(z.string(), z.string()) }),
});

const fingerprintSchema = z.object({ fingerprint: z.string(), featureNames: z.array(z.string()) });

/**
 * Opens a folder that `writeModelFolder` wrote.
 *
 * @param features the features the model is to be used with, named by the fingerprint of their definitions
 * @throws when a file is missing or differs from its checksum, when the folder holds neither a model nor a rule, and when the
 *   fingerprints differ: the columns may have the same names and mean something else
 */
export async function readModelFolder(dir: string, features: { readonly fingerprint: string }): Promise<ModelFolder> {
  const subject = `model folder ${dir}`;
  const mlModel = await readYaml(join(dir, 'MLmodel'), mlModelSchema, subject);
  const texts = new Map<string, string>();
  for (const [name, checksum] of Object.entries(mlModel.metadata.sha256))
    texts.set(name, (await readChecked(dir, name, checksum)).toString('utf8'));
  const { fingerprint, featureNames } = await readJson(
    join(dir, 'feature-fingerprint.json'),
    fingerprintSchema,
    subject,
  );
  if (fingerprint !== features.fingerprint)
    throw new StoreError(
      `${subject}: fitted on features ${fingerprint}, offered features ${features.fingerprint}`,
      "build the features with the model's own definitions, or train again",
    );
  const folder: ModelFolder = {
    dir,
    kind: kindOf(mlModel.flavors, subject),
    runId: mlModel.run_id,
    featureNames,
    featureFingerprint: fingerprint,
    files: [...texts.keys()],
    text(name) {
      const text = texts.get(name);
      if (text === undefined)
        throw new StoreError(`${subject}: holds no ${name}; it holds ${[...texts.keys()].join(', ')}`, AGAIN);
      return text;
    },
    parts: (parts) => decodeParts(parts, folder),
  };
  return folder;
}

/** Reads a folder for whatever features it was fitted on. @throws when a file is missing or is not what was registered */
export async function verifyModelFolder(dir: string): Promise<ModelFolder> {
  const subject = `model folder ${dir}`;
  return readModelFolder(dir, await readJson(join(dir, 'feature-fingerprint.json'), fingerprintSchema, subject));
}

const AGAIN = 'register the model again';

async function readChecked(dir: string, name: string, checksum: string): Promise<Buffer> {
  const path = join(dir, name);
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw new StoreError(`model folder ${dir}: ${name} is missing`, AGAIN);
    throw error;
  }
  if (sha256(content) !== checksum)
    throw new StoreError(
      `model folder ${dir}: ${name} is damaged (sha256 ${sha256(content).slice(0, 12)}…, MLmodel records ${checksum.slice(0, 12)}…)`,
      AGAIN,
    );
  return content;
}

function kindOf(flavors: Readonly<Record<string, unknown>>, subject: string): ModelFolder['kind'] {
  if ('xgboost' in flavors) return 'xgboost';
  if ('rule' in flavors) return 'rule';
  throw new Error(`${subject}: found flavors ${Object.keys(flavors).join(', ') || 'none'}, expected xgboost or rule`);
}
