/**
 * Whole files or nothing. Content is written aside, under another name, and then renamed or linked into place, so that a
 * reader (or a process that dies) never meets half a file. This protects against a dying process; it does not sync to
 * disk, so a power cut is not covered.
 */

import { randomUUID } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type FileContent = string | Uint8Array;

/**
 * Writes `content` to `path`, replacing what was there.
 *
 * @param asideDir where the content waits until it is complete; must be on the same filesystem as `path`
 */
export async function replaceFile(path: string, content: FileContent, asideDir = dirname(path)): Promise<void> {
  await rename(await writeAside(path, content, asideDir), path);
}

/** Like {@link replaceFile}, for a process that is about to end. */
export function replaceFileNow(path: string, content: FileContent, asideDir: string): void {
  const aside = asideIn(asideDir);
  writeFileSync(aside, content);
  renameSync(aside, path);
}

/**
 * Writes `content` to `path` only if nothing is there, and says whether this call created it. Of several callers, in one
 * process or many, exactly one gets `true`: a hard link fails where a rename would overwrite.
 */
export async function createFile(path: string, content: FileContent, asideDir = dirname(path)): Promise<boolean> {
  const aside = await writeAside(path, content, asideDir);
  try {
    await link(aside, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(aside);
  }
}

/** Whether a thrown value is a system error with one of these codes, such as `ENOENT`. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

async function writeAside(path: string, content: FileContent, asideDir: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await mkdir(asideDir, { recursive: true });
  const aside = asideIn(asideDir);
  try {
    await writeFile(aside, content);
    return aside;
  } catch (error) {
    await rm(aside, { force: true }); // a full disk must not fill up with what it refused
    throw Object.assign(error as Error, { path }); // nor does it say where
  }
}

function asideIn(dir: string): string {
  return join(dir, `.${randomUUID()}.aside`);
}
