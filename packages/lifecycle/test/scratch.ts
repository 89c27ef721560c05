import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder that lives as long as the calling test. */
export function scratchFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lifecycle-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
