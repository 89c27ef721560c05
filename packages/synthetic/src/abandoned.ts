import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes what `dir` has held under names that begin with `mark` since a day before `now`, far longer than any build takes: left by a
 * builder that was killed. Who still works cannot be asked, because builders on several machines may share a volume; so `now`, in ms
 * since 1970, is best what the volume itself says of something just written.
 */
export function removeAbandoned(dir: string, mark: string, now: number): void {
  for (const name of readdirSync(dir).filter((found) => found.startsWith(mark))) {
    const begunAt = statSync(join(dir, name), { throwIfNoEntry: false })?.mtimeMs;
    if (begunAt !== undefined && now - begunAt > DAY_MS) rmSync(join(dir, name), { recursive: true, force: true });
  }
}

const DAY_MS = 86_400_000;
