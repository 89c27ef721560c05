import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const FOLDER = mkdtempSync(join(tmpdir(), 'plain-reporter-'));
const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const REPORTER = fileURLToPath(new URL('../plain-reporter.ts', import.meta.url));

function report(test: string): { readonly lines: string[]; readonly code: number | null } {
  const source = `import { expect, it } from 'vitest';\nit('adds', () => expect(1 + 1).toBe(2));\n${test}`;
  writeFileSync(join(FOLDER, 'planted.test.ts'), source);
  const args = [join(MODULES, 'vitest/vitest.mjs'), 'run', '--root', FOLDER, `--reporter=${REPORTER}`];
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  return { lines: (stdout + stderr).split('\n').filter(Boolean), code: status };
}

beforeAll(() => symlinkSync(MODULES, join(FOLDER, 'node_modules')));
afterAll(() => rmSync(FOLDER, { recursive: true }));

it('says one line about a package that passes, whatever its tests print', () => {
  const { lines, code } = report("it('talks', () => console.log('a word'));");
  expect(lines).toEqual([expect.stringMatching(/^2 tests passed in \d+\.\d s$/)]);
  expect(code).toBe(0);
});

it('shows a failure in full: its name, both values, its line, and what the test printed', () => {
  const { lines, code } = report(
    "it('sums', () => {\n  console.log('a word');\n  expect([3, 4]).toEqual([3, 5]);\n});",
  );
  const words = [
    'a word',
    'FAIL  planted.test.ts > sums',
    '-   5,',
    '+   4,',
    'planted.test.ts:5:18',
    '1 tests passed, 1 failed',
  ];
  for (const word of words) expect(lines.join('\n')).toContain(word);
  expect(code).toBe(1);
});

it('shows a file that cannot be read', () => {
  const { lines, code } = report("import './missing.ts';");
  expect(lines.join('\n')).toContain("Cannot find module './missing.ts'");
  expect(code).toBe(1);
});
