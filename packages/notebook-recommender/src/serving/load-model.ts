import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Places, Refusal, runFiles } from '@applied-modeling/command';
import { fromXgboostJson } from '@applied-modeling/gbm';
import { logisticRulePart, readServingModel } from '@applied-modeling/tracking';
import { modelParts, type ServedModel } from '../domain.ts';
import { slateFeatures } from '../features.ts';
import { featureFingerprint } from '../training-set/assemble-rows.ts';

export interface LoadedModel {
  readonly model: ServedModel;
  readonly version: number;
  readonly isChampion: boolean;
  /** Of the world it learnt from; null where it learnt from a person's own files. */
  readonly world: { readonly seed: number; readonly size: 'small' | 'medium' | 'large' } | null;
}

/** The model that answers now: the champion or, while that is the rule, the newest one. */
export async function loadModel({ mlruns, runs }: Places): Promise<LoadedModel> {
  const serving = await readServingModel(mlruns, 'notebook-recommender', {
    fingerprint: featureFingerprint(slateFeatures),
    parts: modelParts,
  });
  if (serving === null)
    throw new Refusal('no model was trained on these features yet', ['train one: pnpm notebooks:train']);
  const { version, isChampion, folder, parts } = serving;
  const learnt =
    folder.kind === 'xgboost'
      ? ({ name: 'gbm', booster: fromXgboostJson(folder.text('model.json')) } as const)
      : ({ name: 'logistic', logistic: folder.parts({ rule: logisticRulePart }).rule.logistic } as const);
  const file = join(runs, version.runId.slice(0, 12), runFiles.metrics);
  try {
    const { seed, size } = JSON.parse(readFileSync(file, 'utf8'));
    const world = seed === null ? null : { seed, size };
    return { model: { ...learnt, calibrator: parts.calibrator }, version: version.version, isChampion, world };
  } catch (failure) {
    throw new Refusal(`${file} cannot be read (${(failure as Error).message})`, ['train again: pnpm notebooks:train']);
  }
}
