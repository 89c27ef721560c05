import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { WRITING } from './places.ts';
import { inScratchFolder } from './scratch-folder.ts';

/** Name, with folders, → what is in it; a function writes a file that is not held in memory, at the path it is given. */
export type RunFolder = Readonly<Record<string, string | Uint8Array | ((path: string) => Promise<void>)>>;

/**
 * Writes the files of a run aside and renames their folder: a reader finds all or none. A failure bears the path of the
 * file that could not be written, which a full disk does not tell.
 */
export async function publishRun(runDir: string, files: RunFolder): Promise<void> {
  mkdirSync(dirname(runDir), { recursive: true });
  await inScratchFolder(dirname(runDir), WRITING, async (scratch) => {
    const aside = join(scratch, basename(runDir));
    for (const [name, content] of Object.entries(files)) {
      const path = join(aside, name);
      mkdirSync(dirname(path), { recursive: true });
      try {
        if (typeof content === 'function') await content(path);
        else writeFileSync(path, content);
      } catch (failure) {
        throw Object.assign(failure as Error, { path: join(runDir, name) });
      }
    }
    renameSync(aside, runDir);
  });
}
