import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes what `dir` has held for a day under names that begin with `mark`, far longer than any build takes: left by a builder
 * that was killed. Who still works cannot be asked, because builders on several machines may share a volume.
 */
export function removeAbandoned(dir: string, mark: string): void {
  if (!existsSync(dir)) return;
  for (const name of readdirSync(dir).filter((found) => found.startsWith(mark))) {
    const begunAt = statSync(join(dir, name), { throwIfNoEntry: false })?.mtimeMs;
    if (begunAt !== undefined && Date.now() - begunAt > DAY_MS)
      rmSync(join(dir, name), { recursive: true, force: true });
  }
}

const DAY_MS = 86_400_000;
