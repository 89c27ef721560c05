/** What MLflow accepts. Keys become file names, so a key MLflow refuses could also escape its folder. */

import { posix } from 'node:path';

/**
 * A param, metric or tag key: at most 250 letters, digits, `_ - . : /` and spaces; each `/` makes a sub-folder.
 *
 * @throws when the key has another character, or is a path that leads elsewhere (`../x`) or might (`..x`, `x/`)
 */
export function requireKey(key: string): string {
  const isPlain = /^[\w\-. :/]{1,250}$/.test(key) && posix.normalize(key) === key && !/^\/|^\.$|^\.\.|\/$/.test(key);
  if (!isPlain)
    throw new Error(
      `key ${JSON.stringify(key)}: expected up to 250 letters, digits, _ - . : / and spaces, without empty or dotted path steps`,
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

/**
 * A time in milliseconds since 1970, or a step: MLflow reads whole numbers only, and lists no run where it meets another.
 *
 * @throws when it is NaN or infinite
 */
export function requireWhole(what: 'time' | 'step', value: number): number {
  if (!Number.isFinite(value) || (what === 'step' && !Number.isInteger(value)))
    throw new Error(`${what} ${value}: expected ${what === 'time' ? 'milliseconds since 1970' : 'a whole number'}`);
  return Math.round(value);
}
