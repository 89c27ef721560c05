import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * Works in a folder of its own under `parent`, whose name is `mark`, this machine and the number of this process. The folder is
 * gone when the work is done or has failed, and when the process ends before: by a signal that is handled, or because the
 * reader of its output went. What a killed process leaves is found by `sweepScratch`.
 */
export async function inScratchFolder<T>(
  parent: string,
  mark: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(parent, `${mark}${thisMachine()}-${process.pid}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await work(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/**
 * Removes scratch folders that nobody works in. On a volume that machines share the number of a process says nothing about
 * another machine's: there a folder is left until a day before `now` (ms), which is far longer than a run.
 */
export function sweepScratch(parent: string, mark: string, now: number): void {
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent).filter((found) => found.startsWith(mark))) {
    const [machine, pid] = name.slice(mark.length).split('-');
    const isAbandoned = machine === thisMachine() ? isGone(Number(pid)) : isOlderThanADay(join(parent, name), now);
    if (isAbandoned) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** Eight digits for all that see the same processes: on Linux a container, and until it is started again. */
function thisMachine(): string {
  const parts = [
    hostname(),
    textOf('/proc/sys/kernel/random/boot_id', readFileSync),
    textOf('/proc/self/ns/pid', readlinkSync),
  ];
  return createHash('sha256').update(parts.join()).digest('hex').slice(0, 8);
}

function textOf(path: string, read: (path: string, encoding: 'utf8') => string): string {
  try {
    return read(path, 'utf8');
  } catch {
    return '';
  }
}

/** Signal 0 is never delivered; EPERM says that the process is there and somebody else's. */
function isGone(pid: number): boolean {
  try {
    return !process.kill(pid, 0);
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function isOlderThanADay(path: string, now: number): boolean {
  const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return changedAt !== undefined && now - changedAt > DAY_MS;
}

const DAY_MS = 86_400_000;
