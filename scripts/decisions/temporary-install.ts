/** What the measurements of the decision records share: a folder of their own, an install into it, and a limit on their time. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Outcome {
  readonly code: number | null;
  /** The time ran out and the command was ended, with everything it had started. */
  readonly timedOut: boolean;
  readonly seconds: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `measure` in an empty npm package that is removed afterwards. Without a registry it says so and measures nothing. */
export async function inTemporaryPackage(measure: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'decision-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "name": "decision", "version": "1.0.0", "private": true }');
    const answer = await run('npm', ['view', 'npm', 'version'], { folder, seconds: 30 });
    if (answer.code === 0) await measure(folder);
    else {
      console.error('The npm registry is not reachable from here: nothing was measured. Run again where it is.');
      process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function install(folder: string, packages: readonly string[], seconds: number): Promise<Outcome> {
  return run('npm', ['install', '--no-audit', '--no-fund', '--foreground-scripts', ...packages], { folder, seconds });
}

export function run(
  command: string,
  args: readonly string[],
  { folder, seconds }: { readonly folder: string; readonly seconds: number },
): Promise<Outcome> {
  const begin = performance.now();
  const child = spawn(command, args, { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr, timedOut] = ['', '', false];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const timer = setTimeout(() => {
    timedOut = true;
    // A negative id is the whole process group: compilers that npm has started outlive npm otherwise.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, seconds * 1000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, timedOut, seconds: (performance.now() - begin) / 1000, stdout, stderr });
    });
  });
}

/** How an outcome ended, in a few words. */
export function ending({ code, timedOut, seconds }: Outcome): string {
  const how = timedOut ? 'ended by us, unfinished,' : code === 0 ? 'done' : `failed with code ${code}`;
  return `${how} after ${seconds.toFixed(1)} s`;
}

/** The first lines that look like an error, without the source that Node quotes. */
export function errorsIn({ stdout, stderr }: Outcome): string {
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => /error|cannot|abort/i.test(line) && line.length < 400);
  return [...new Set(errors)].slice(0, 3).join('\n    ') || 'no message';
}
