import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Works in a folder of its own under `parent`, whose name is `mark` and the number of this process. The folder is gone when
 * the work is done or has failed, and when the process ends before: by a signal that is handled, or because the reader of its
 * output went. What a killed process leaves is found by `sweepScratch`.
 */
export async function inScratchFolder<T>(
  parent: string,
  mark: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(parent, `${mark}${process.pid}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await work(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Removes the scratch folders of processes that are gone. */
export function sweepScratch(parent: string, mark: string): void {
  if (!existsSync(parent)) return;
  const owners = readdirSync(parent).map((name) => ({ name, pid: name.startsWith(mark) ? pidAfter(mark, name) : 0 }));
  for (const { name, pid } of owners) {
    if (pid > 0 && isGone(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function pidAfter(mark: string, name: string): number {
  return Number.parseInt(name.slice(mark.length), 10);
}

/** Signal 0 is never delivered; EPERM says that the process is there and somebody else's. */
function isGone(pid: number): boolean {
  try {
    return !process.kill(pid, 0);
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
