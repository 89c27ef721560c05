import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

/** What commands leave behind and git ignores. */
const NOT_SOURCE = new Set(['node_modules', '.turbo', 'runs', 'mlruns', 'generated']);

/** The files under `folder` of the repository at `root`, sorted, as slashed paths from `root`; `folder` itself when it is a file. */
export function filesUnder(root: string, folder: string): string[] {
  if (NOT_SOURCE.has(posix.basename(folder)) || !existsSync(join(root, folder))) return [];
  if (statSync(join(root, folder)).isFile()) return [posix.normalize(folder)];
  const names = readdirSync(join(root, folder)).toSorted();
  return names.flatMap((name) => filesUnder(root, posix.join(folder, name)));
}
