import { type Places, Refusal } from '@applied-modeling/command';
import { readLearned } from '@applied-modeling/learned';
import { worldOfNewestRun } from '@applied-modeling/lifecycle';
import { readServingModel, type ServingModel } from '@applied-modeling/tracking';
import { modelParts, type ServedModel } from '../domain.ts';
import { slateFeatures } from '../features.ts';
import { featureFingerprint } from '../training-set/assemble-rows.ts';

export interface LoadedModel {
  readonly model: ServedModel;
  readonly version: number;
  readonly isChampion: boolean;
  /** Of the world it learnt from; null where it learnt from a person's own files. */
  readonly world: Awaited<ReturnType<typeof worldOfNewestRun>>;
}

/** The model that answers now: the champion or, while that is the rule, the newest one. */
export async function loadModel(places: Places): Promise<LoadedModel> {
  const serving = await readServingModel(places.mlruns, 'notebook-recommender', {
    fingerprint: featureFingerprint(slateFeatures),
    parts: modelParts,
  });
  if (serving === null)
    throw new Refusal('no model was trained on these features yet', ['train one: pnpm notebooks:train']);
  const { version, isChampion } = serving;
  const world = await worldOfNewestRun(places, { model: 'notebook-recommender', command: 'notebooks' });
  return { model: servedModel(serving), version: version.version, isChampion, world };
}

/** Reads it back, trees or a line. */
export function servedModel({ folder, parts }: Pick<ServingModel<typeof modelParts>, 'folder' | 'parts'>): ServedModel {
  const learned = readLearned(folder);
  return { name: 'trees' in learned ? 'gbm' : 'logistic', learned, calibrator: parts.calibrator };
}
