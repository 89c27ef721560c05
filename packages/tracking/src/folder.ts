/** Folders as the store sees them: a missing one is an empty one, and order never depends on the filesystem. */

import type { Dirent } from 'node:fs';
import { access, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './atomic-file.ts';

/** Whether there is a file or folder at `path`. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The names of the folders in `dir`, sorted; none when there is no such folder. */
export async function listFolders(dir: string): Promise<readonly string[]> {
  return (await listEntries(dir)).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

/** Every file below `dir`, as key (path with `/`) to text. */
export async function readFolder(dir: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await listEntries(dir)) {
    const path = join(dir, entry.name);
    if (!entry.isDirectory()) found[entry.name] = await readFile(path, 'utf8');
    else for (const [key, text] of Object.entries(await readFolder(path))) found[`${entry.name}/${key}`] = text;
  }
  return found;
}

/** The text of a file, or undefined where there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Removes what a dead process left in `dir`: entries so named that nothing has touched for an hour before `now` (ms). */
export async function sweep(dir: string, isLeftover: RegExp, now: number): Promise<void> {
  const anHourAgo = now - 3_600_000;
  for (const { name } of await listEntries(dir)) {
    const path = join(dir, name);
    if (!isLeftover.test(name)) continue;
    const found = await stat(path).catch(() => undefined); // another process may have just used it
    if (found !== undefined && found.mtimeMs < anHourAgo) await rm(path, { recursive: true, force: true });
  }
}

async function listEntries(dir: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}
