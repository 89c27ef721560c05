/** What MLflow accepts as a name. Keys become file names, so a key MLflow refuses could also escape its folder. */

import { posix } from 'node:path';

/**
 * A param, metric or tag key: letters, digits, `_ - . : /` and spaces; each `/` makes a sub-folder.
 *
 * @throws when the key has another character, or is a path that leads elsewhere, such as `../x`
 */
export function requireKey(key: string): string {
  const isPlain =
    /^[\w\-. :/]+$/.test(key) && !key.startsWith('/') && posix.normalize(key) === key && !/^\.\.?(\/|$)/.test(key);
  if (!isPlain)
    throw new Error(
      `key ${JSON.stringify(key)}: expected letters, digits, _ - . : / and spaces, without empty or dotted path steps`,
    );
  return key;
}

/** A registered model's name becomes a folder name: no `/`, `\`, `%` or `:`. */
export function requireModelName(name: string): string {
  if (!/^[^/\\%:]+$/.test(name) || name === '.' || name === '..')
    throw new Error(`registered model name ${JSON.stringify(name)}: expected a name without / \\ % :`);
  return name;
}

/** An alias: letters, digits, `_` and `-`; neither `latest` nor a version number such as `v3`, which MLflow reserves. */
export function requireAlias(alias: string): string {
  if (!/^[\w-]+$/.test(alias) || /^(latest|v\d+)$/i.test(alias))
    throw new Error(
      `alias ${JSON.stringify(alias)}: expected letters, digits, _ and -, and neither "latest" nor "v<n>"`,
    );
  return alias;
}
