import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { OpenedCommandLine } from './command-line.ts';
import { tellFailure } from './tell-failure.ts';

/**
 * Runs a command when the module at `url` is what Node was started with, and does nothing when it was imported.
 *
 * Then the process is ours: signals end it with 130, at any time, because every write is aside until one rename or one link
 * makes it visible. Scratch folders go as the process exits.
 */
export async function runAsProcess(url: string, { name, main }: OpenedCommandLine): Promise<void> {
  if (process.argv[1] === undefined || realpathSync(process.argv[1]) !== fileURLToPath(url)) return;
  const end = (code: number, words: string): never => {
    process.stderr.write(`\n${name}: ${words}\n`);
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => end(130, 'interrupted; nothing half-written is left in any table'));
  }
  // A reader that has gone (`| head`) is no failure of ours; a disk that is full is one, and told in words.
  process.stdout.on('error', (failure: NodeJS.ErrnoException) => {
    if (failure.code === 'EPIPE') process.exit(0);
    end(1, tellFailure(failure));
  });
  // Nobody reads the progress: no reason to stop.
  process.stderr.on('error', () => undefined);
  process.exitCode = await main(process.argv.slice(2));
}
