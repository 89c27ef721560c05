/**
 * Lets the programs we write for open what we write: MLflow, XGBoost, delta-rs and Python, each in its own file under
 * `interop/`. See interop/README.md for what is asked and where things are kept.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { writeExpectations } from './interop/expect.ts';

const CHECKS = ['xgboost_model', 'mlflow_store', 'delta_tables', 'databricks_pages'];
const TRAINED = ['churn', 'capacity-forecast', 'expensive-sql'];
const here = join(import.meta.dirname, 'interop');
const repository = join(import.meta.dirname, '..');
const cache = join(repository, 'node_modules/.cache/interop');
const began = performance.now();

mkdirSync(cache, { recursive: true });
const python = pythonWithPackages();
if (python === null) process.exit(0);
await told('training, --size small', async () => {
  trainAll();
  await writeExpectations(cache);
  return `${TRAINED.join(', ')} are what the checks open`;
});
for (const check of CHECKS) await told(check, () => runCheck(python, check));
say(`took ${secondsSince(began)}`);

/** The venv's Python, with as much of the requirements as can be had; null where there is no Python. */
function pythonWithPackages(): string | null {
  const requirements = readFileSync(join(here, 'requirements.txt'), 'utf8');
  const venv = join(cache, `venv-${createHash('sha256').update(requirements).digest('hex').slice(0, 8)}`);
  const installed = join(venv, 'bin/python');
  if (existsSync(join(venv, 'complete'))) return installed;
  rmSync(venv, { recursive: true, force: true });
  if (spawnSync('python3', ['-m', 'venv', venv]).status !== 0) {
    say('skipped everything: found no python3 with venv; install Python 3.11 or newer to run it');
    return null;
  }
  const lines = requirements.trim().split('\n');
  if (pip(installed, lines) === null) writeFileSync(join(venv, 'complete'), '');
  else for (const line of lines) tellMissing(line, pip(installed, [line]));
  say(`pip (${secondsSince(began)})`);
  return installed;
}

function tellMissing(requirement: string, reason: string | null): void {
  if (reason !== null) say(`cannot install ${requirement}: ${reason}`);
}

/** Null, or the last line of what pip said. */
function pip(venvPython: string, requirements: readonly string[]): string | null {
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...requirements];
  const { status, stderr } = spawnSync(venvPython, args, { encoding: 'utf8' });
  return status === 0 ? null : (stderr.trim().split('\n').at(-1) ?? 'pip failed');
}

/** In an empty home of its own: what is opened was written by the code as it stands. */
function trainAll(): void {
  const home = join(cache, 'home');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const env = { ...process.env, APPLIED_MODELING_HOME: home };
  for (const name of TRAINED) {
    const args = ['--import', 'tsx', `packages/${name}/src/cli.ts`, 'train', '--size', 'small', '--json'];
    execFileSync(process.execPath, args, { cwd: repository, env, stdio: ['ignore', 'ignore', 'pipe'] });
  }
}

function runCheck(venvPython: string, check: string): string {
  const { status, stdout, stderr } = spawnSync(venvPython, [join(here, `${check}.py`), cache], { encoding: 'utf8' });
  const missing = /ModuleNotFoundError: No module named '(.+)'/.exec(stderr);
  if (missing) return `SKIPPED: ${missing[1]} is not installed`;
  if (status === 0) return stdout.trim();
  process.exitCode = 1;
  return `FAILED\n${stderr.trim()}`;
}

async function told(name: string, work: () => string | Promise<string>): Promise<void> {
  const start = performance.now();
  const words = await work();
  say(`${name} (${secondsSince(start)}): ${words}`);
}

function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

function say(words: string): void {
  process.stdout.write(`interop  ${words}\n`);
}
