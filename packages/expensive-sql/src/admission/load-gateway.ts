import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Places, Refusal } from '@applied-modeling/command';
import { readServingModel } from '@applied-modeling/tracking';
import { modelParts } from '../domain.ts';
import { readServedModel } from '../learned/model-file.ts';
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
