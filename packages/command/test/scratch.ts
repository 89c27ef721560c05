import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { typeHere } from '../src/testing.ts';
import { main } from './toy/cli.ts';

const made: string[] = [];
afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/** A folder of its own in the system's temporary directory, gone when the test file is done. */
export function scratch(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), `command-${name}-`));
  made.push(dir);
  return dir;
}

export const coins = (home: string, ...argv: string[]) => typeHere(main, home, argv);
