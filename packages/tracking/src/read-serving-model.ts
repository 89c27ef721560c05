import type { ModelParts, PartValues } from './model-part.ts';
import type { ModelVersion } from './model-versions.ts';
import { type ModelFolder, readModelFolder } from './read-model-folder.ts';
import { openRegistry } from './registry.ts';
import { StoreError } from './store-error.ts';

export type ServingModel<Parts extends ModelParts> = {
  readonly version: ModelVersion;
  readonly isChampion: boolean;
  readonly folder: ModelFolder;
  readonly parts: PartValues<Parts>;
};

/**
 * The model that answers now: the champion or, while that cannot, the newest version that can. Passed over are versions without
 * `parts`, such as the rule that was there before any model, models of other features, and folders that are damaged. Null when
 * nothing is left.
 */
export async function readServingModel<Parts extends ModelParts>(
  mlrunsDir: string,
  name: string,
  { fingerprint, parts }: { readonly fingerprint: string; readonly parts: Parts },
): Promise<ServingModel<Parts> | null> {
  const registry = openRegistry(mlrunsDir);
  const champion = await registry.readAlias(name, 'champion');
  const isChampion = ({ version }: ModelVersion) => version === champion;
  const versions = (await registry.versions(name)).toSorted(
    (a, b) => Number(isChampion(b)) - Number(isChampion(a)) || b.version - a.version,
  );
  for (const version of versions) {
    try {
      const folder = await readModelFolder(version.dir, { fingerprint });
      return { version, isChampion: isChampion(version), folder, parts: folder.parts(parts) };
    } catch (failure) {
      if (!(failure instanceof StoreError)) throw failure;
    }
  }
  return null;
}
