import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder that lives as long as the calling test. */
export function scratchFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tracking-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** The folder of files that MLflow itself wrote; see its README. */
export const golden = join(import.meta.dirname, 'golden');

/** Noon UTC on 22 November 2026, in ms. */
export const noon = Date.UTC(2026, 10, 22, 12);

/** A run id that is the same for the same parts. */
export function runIdFrom(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
