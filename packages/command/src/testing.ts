import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { OpenedCommandLine } from './command-line.ts';

/** For tests: a command as somebody would see it who types, in this process or in one of its own. */

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function typeHere(main: OpenedCommandLine['main'], home: string, argv: readonly string[]): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  const code = await main(argv, {
    home,
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { code, stdout, stderr };
}

/** Where a signal, a pipe or two processes at once are the point. `cli` is the module that declares the command. */
export function typeInProcess(cli: URL, home: string, argv: readonly string[]) {
  const env = { ...process.env, APPLIED_MODELING_HOME: home };
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(cli), ...argv], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  return { child, ended };
}
