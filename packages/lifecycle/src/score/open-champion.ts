import { Refusal } from '@applied-modeling/command';
import {
  type ModelParts,
  openRegistry,
  readModelFolder,
  readServingModel,
  StoreError,
} from '@applied-modeling/tracking';
import type { Champion, ModelInForce } from './scored-batch.ts';

/**
 * Who scores now, by the alias `champion`. A model that cannot be read (its folder is damaged, its features are other ones, it was
 * deleted in MLflow) is no reason to decide nothing: the rule scores, and says why.
 */
export async function openChampion<Parts extends ModelParts>(
  mlrunsDir: string,
  name: string,
  { fingerprint, parts }: { readonly fingerprint: string; readonly parts: Parts },
): Promise<Champion<Parts>> {
  const registry = openRegistry(mlrunsDir);
  let version = null;
  try {
    version = (await registry.resolveAlias(name, 'champion')) ?? null;
    if (version === null) return { kind: 'rule', version, why: 'no version is champion' };
    if (version.version === (await registry.first(name))?.version) return { kind: 'rule', version, why: null };
    const folder = await readModelFolder(version.dir, { fingerprint });
    return { kind: 'model', version, folder, parts: folder.parts(parts) };
  } catch (failure) {
    if (!(failure instanceof StoreError)) throw failure;
    return { kind: 'rule', version, why: failure.message };
  }
}

/** The model that is watched: the champion or, while the rule is champion, the newest version, in its shadow. */
export async function watchedModel<Parts extends ModelParts>(
  mlrunsDir: string,
  name: string,
  asked: { readonly fingerprint: string; readonly parts: Parts },
): Promise<ModelInForce<Parts>> {
  const serving = await readServingModel(mlrunsDir, name, asked);
  if (serving !== null) return { kind: 'model', ...serving };
  throw new Refusal('no model was trained on these features yet', ['train one, then watch it']);
}
