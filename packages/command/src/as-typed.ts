import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * A script of this repository as a person can type it: with `pnpm` where it is installed, and else as Node alone can run it.
 * What `npx` and `pnpm` add to the path of a script is there while the script runs, and not in the person's shell.
 */
export function asTyped(words: string, path = process.env.PATH ?? ''): string {
  const folders = path.split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const hasPnpm = folders.some((folder) => ['pnpm', 'pnpm.cmd'].some((name) => existsSync(join(folder, name))));
  return `${hasPnpm ? 'pnpm' : 'npx -y pnpm@12'} ${words}`;
}
