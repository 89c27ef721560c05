import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeHouse } from '../check-parallel.ts';
import { planPipeline, writePlan } from '../new-pipeline.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A name nobody will give a pipeline of theirs. */
const NAME = 'laid-down-by-its-test';

describe.concurrent('a pipeline that was laid down', () => {
  let copy: string;
  beforeAll(async () => {
    copy = mkdtempSync(join(tmpdir(), 'new-pipeline-'));
    await linkRepository(copy);
    const plan = planPipeline(copy, { name: NAME, verb: 'laid' });
    if (plan.kind === 'refused') throw new Error(plan.problems.join('; '));
    rmSync(join(copy, 'package.json')); // a link to ours, which is not to be written to
    writePlan(copy, plan.files);
    installPackage(copy);
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  it('trains: the audit passes, the gate doubts the calibration alone, and the planted rule is recovered', async () => {
    const { scripts } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
    const [command, ...words] = scripts['laid:train'].split(' ');
    const { audit, gate, metrics } = JSON.parse(await run(copy, command, ...words, '--size', 'small', '--json'));
    const refused = gate.checks.filter((check: { passed: boolean }) => !check.passed);
    expect(audit.passed).toBe(true);
    // A small toy has too few events to be calibrated by: the gate says so, and nothing else against it.
    expect(refused.map(({ name }: { name: string }) => name)).toEqual(['calibration slope', 'forecast / observed']);
    expect(metrics.chance_worn_at_half).toBeGreaterThan(3 * metrics.chance_worn_else);
    expect(metrics.gap_closed).toBeGreaterThan(0.6);
    expect(readdirSync(join(copy, 'runs', NAME))).toHaveLength(1);
  });

  it('type-checks, and is formatted and linted', async () => {
    await run(copy, 'node_modules/.bin/tsc', '-p', `packages/${NAME}`);
    await run(copy, 'node_modules/.bin/biome', 'check', '--vcs-enabled=false', `packages/${NAME}`);
  });

  it('keeps every rule of the house, its copied lines counted', () => {
    const problems = judgeHouse(copy).flatMap((rule) => rule.problems);
    expect(problems.filter((problem) => problem.includes(NAME))).toEqual([]);
  });

  it('says TODO in prose alone', async () => {
    const code = await run(
      copy,
      'grep',
      '-rlE',
      '--exclude-dir=node_modules',
      'TODO|PIPELINE|VERB',
      `packages/${NAME}`,
    );
    expect(code.split('\n').filter((file) => file !== '' && !file.endsWith('.md'))).toEqual([]);
  });
});

describe('refuses in words', () => {
  it.each([
    [{ name: 'churn', verb: 'churned' }, /packages\/churn exists; choose another name/],
    [{ name: 'churn-again', verb: 'churn' }, /package\.json has churn:train.*; choose another verb/],
    [{ name: 'Job_Anomalies', verb: 'jobs' }, /the name "Job_Anomalies": expected words of a-z/],
    [{ name: '../outside', verb: 'jobs' }, /the name "\.\.\/outside"/],
    [{ name: 'job-anomalies', verb: 'jobs:all' }, /the verb "jobs:all": expected a word/],
  ])('%j', (asked, words) => {
    const plan = planPipeline(ROOT, asked);
    expect(plan.kind === 'refused' && plan.problems.join('\n')).toMatch(words);
  });
});

/** Every file of the repository under its path, as a link, so that relative imports and what walks folders stay inside the copy. */
async function linkRepository(copy: string): Promise<void> {
  const listed = await run(ROOT, 'git', 'ls-files', '--cached', '--others', '--exclude-standard');
  const files = listed.trim().split('\n');
  const installed = ['.', ...new Set(files.flatMap((file) => /^packages\/[^/]+/.exec(file) ?? []))].map((home) =>
    join(home, 'node_modules'),
  );
  for (const path of [...files, ...installed]) {
    if (!existsSync(join(ROOT, path))) continue;
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    symlinkSync(join(ROOT, path), join(copy, path));
  }
}

/** What `pnpm install` does: links to what the package depends on. */
function installPackage(copy: string): void {
  const home = join(copy, 'packages', NAME);
  const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const [scope, library] = name.split('/');
    const target = scope === '@applied-modeling' ? join(copy, 'packages', library) : join(copy, 'node_modules', name);
    mkdirSync(dirname(join(home, 'node_modules', name)), { recursive: true });
    symlinkSync(target, join(home, 'node_modules', name));
  }
}

async function run(cwd: string, command: string, ...words: readonly string[]): Promise<string> {
  const env = { ...process.env, APPLIED_MODELING_HOME: cwd };
  try {
    return (await promisify(execFile)(command, words, { cwd, env })).stdout;
  } catch (failure) {
    const { stdout, stderr } = failure as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${command} ${words.join(' ')}\n${stdout}\n${stderr}`);
  }
}
