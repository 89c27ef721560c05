import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Places, Refusal } from '@applied-modeling/command';
import { learnedFromJson, readLearned } from '@applied-modeling/learned';
import { readServingModel, type ServingModel } from '@applied-modeling/tracking';
import { modelParts, type ServedModel } from '../domain.ts';
import { featureFingerprint } from '../training-set/assemble-rows.ts';
import type { Gateway } from './gateway.ts';
import { parseStore } from './online-store.ts';

/** Where a run keeps what its gateway looks up. */
export const ONLINE_STORE = 'online-store.json';

export interface LoadedGateway extends Pick<Gateway, 'model' | 'store'> {
  readonly version: number;
  readonly isChampion: boolean;
}

/** The model that answers now, and the past as of its run. */
export async function loadGateway({ mlruns, runs }: Places): Promise<LoadedGateway> {
  const serving = await readServingModel(mlruns, 'expensive-sql', {
    fingerprint: featureFingerprint(),
    parts: modelParts,
  });
  if (serving === null) throw new Refusal('no model was trained on these features yet', ['train one: pnpm sql:train']);
  const { version, isChampion } = serving;
  const model = readServedModel(serving);
  const file = join(runs, version.runId.slice(0, 12), ONLINE_STORE);
  try {
    return { model, isChampion, version: version.version, store: parseStore(readFileSync(file, 'utf8')) };
  } catch (failure) {
    throw new Refusal(`${file} cannot be read (${(failure as Error).message})`, ['train again: pnpm sql:train']);
  }
}

type Folder = Pick<ServingModel<typeof modelParts>, 'folder' | 'parts'>;

/** Reads a model back, with what makes a chance and CPU-seconds of it. */
export function readServedModel({ folder, parts: { calibrator, cost } }: Folder): ServedModel {
  return { chance: readLearned(folder), cost: learnedFromJson(cost.model), calibrator, costSmearing: cost.smearing };
}
