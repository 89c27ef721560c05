import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes folders of `dir` in whose name `mark` is followed by the number of a process that is gone, e.g. after kill -9. */
export function removeAbandoned(dir: string, mark: string): void {
  if (!existsSync(dir)) return;
  for (const name of readdirSync(dir)) {
    const pid = Number.parseInt(name.split(mark)[1] ?? '', 10);
    if (pid > 0 && !isRunning(pid)) rmSync(join(dir, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'EPERM';
  }
}
