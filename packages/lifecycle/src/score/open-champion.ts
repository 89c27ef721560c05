import { type ModelParts, openRegistry, readModelFolder, StoreError } from '@applied-modeling/tracking';
import type { Champion } from './scored-batch.ts';

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
