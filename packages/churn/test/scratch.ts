import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];
afterAll(removeScratch);

/** Also called at the end of every test file (remove-scratch.ts): files that share this module share one hook. */
export function removeScratch(): void {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
}

/** A folder of its own in the system's temporary directory, gone when the test file is done. */
export function scratch(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), `churn-${name}-`));
  made.push(dir);
  return dir;
}
