import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findProblems } from '../check-parallel.ts';

const STAGES = [
  '1-ingest',
  '2-features',
  '3-split',
  '4-train',
  '5-calibrate',
  '6-evaluate',
  '7-register',
  '8-score',
  '9-monitor',
];
const README = `# Churn

## The prompt
## The answer in numbers
## Run it
## The stages
## What the monitor is worth
## On Databricks
## Left out, because
`;

let root: string;

function write(file: string, text: string): void {
  const path = join(root, 'packages/churn', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function remove(file: string): void {
  rmSync(join(root, 'packages/churn', file));
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'check-parallel-'));
  for (const stage of STAGES) {
    write(`src/stages/${stage}.ts`, `export function ${stage.slice(2)}(): void {}\n`);
    write(`test/stages/${stage}.test.ts`, '');
  }
  write('src/tables.ts', 'export const truth = {};\nexport const accounts = {};\n');
  write('README.md', README);
});

afterEach(() => rmSync(root, { recursive: true }));

test('finds nothing wrong with this repository', () => {
  expect(findProblems(fileURLToPath(new URL('../..', import.meta.url)))).toEqual([]);
});

test('takes every package with stages for a pipeline, and no other', () => {
  mkdirSync(join(root, 'packages/gbm/src'), { recursive: true });
  writeFileSync(join(root, 'packages/gbm/src/train.ts'), 'export function train(): void {}\n');
  expect(findProblems(root)).toEqual([]);
  mkdirSync(join(root, 'packages/expensive-sql/src/stages'), { recursive: true });
  writeFileSync(join(root, 'packages/expensive-sql/src/stages/1-ingest.ts'), 'export function ingest(): void {}\n');
  expect(findProblems(root)).toHaveLength(8 + 9 + 7); // eight stages, nine tests and seven headings are missing
});

test('finds nothing wrong with a parallel package', () => {
  expect(findProblems(root)).toEqual([]);
});

test('fails a pipeline that is too long to be read', () => {
  write('src/evaluation/everything.ts', 'judge();\n'.repeat(3201));
  expect(findProblems(root)).toEqual([
    expect.stringMatching(/^packages\/churn\/src without its world: 32\d\d lines, at most 3200/),
  ]);
});

describe('stages', () => {
  test('a stage file must be there', () => {
    remove('src/stages/3-split.ts');
    expect(findProblems(root)).toEqual([
      'packages/churn/src/stages/3-split.ts: missing; write the stage and export its function split',
    ]);
  });

  test.each([
    ['under another name', 'export function trainModel(): void {}'],
    ['unexported', 'function train(): void {}'],
    ['as a constant', 'export const train = 1;'],
  ])('a verb %s does not count', (_, source) => {
    write('src/stages/4-train.ts', source);
    expect(findProblems(root)).toEqual([
      "packages/churn/src/stages/4-train.ts: exports no function train; a stage's verb is named like its file",
    ]);
  });

  test('an asynchronous verb counts', () => {
    write('src/stages/4-train.ts', 'export async function train(): Promise<void> {}\n');
    expect(findProblems(root)).toEqual([]);
  });

  test('a stage needs its test', () => {
    remove('test/stages/6-evaluate.test.ts');
    expect(findProblems(root)).toEqual([
      'packages/churn/test/stages/6-evaluate.test.ts: missing; write the test of 6-evaluate',
    ]);
  });
});

describe('README', () => {
  test('a heading must be there, word for word', () => {
    write('README.md', README.replace('## Run it', '## Running it'));
    expect(findProblems(root)).toEqual(['packages/churn/README.md: lacks the heading "## Run it"; add the section']);
  });

  test('no README lacks every heading', () => {
    remove('README.md');
    expect(findProblems(root)).toHaveLength(7);
  });
});

describe('imports between stages', () => {
  const verb = '\nexport function train(): void {}\n';

  test.each([
    ["import { split } from './3-split.ts';", 'src/stages/3-split.ts'],
    ["import {\n  split,\n} from '../stages/3-split.ts';", 'src/stages/3-split.ts'],
    ["export { split } from './3-split.ts';", 'src/stages/3-split.ts'],
    ["import './3-split.ts';", 'src/stages/3-split.ts'],
    ["const later = await import('./3-split.ts');", 'src/stages/3-split.ts'],
  ])('%s is a fault', (statement, from) => {
    write('src/stages/4-train.ts', statement + verb);
    expect(findProblems(root)).toEqual([
      `packages/churn/src/stages/4-train.ts: imports ${from}; a stage gets the results of others as arguments (import type is fine)`,
    ]);
  });

  test.each([
    "import type { Fold } from './3-split.ts';",
    "import { accounts } from '../tables.ts';",
    "/**\n * import { split } from './3-split.ts';\n */",
  ])('%s is fine', (statement) => {
    write('src/stages/4-train.ts', statement + verb);
    expect(findProblems(root)).toEqual([]);
  });
});

describe('imports of the truth', () => {
  test.each([
    ["import { accounts, truth } from './tables.ts';", 'src/tables.ts'],
    ["import * as tables from './tables.ts';\nread(tables.truth);", 'src/tables.ts'],
    ["import * as tables from './tables.ts';\nconst { truth } = tables;", 'src/tables.ts'],
    ["export * from './tables.ts';", 'src/tables.ts'],
    ["export { truth } from './tables.ts';", 'src/tables.ts'],
    ["import type { TruthRows } from './world/truth-records.ts';", 'src/world/truth-records.ts'],
    ["import { truthWeekly } from './world/truth-tables.ts';", 'src/world/truth-tables.ts'],
    ["import { solveOracle } from './world/oracle.ts';", 'src/world/oracle.ts'],
    ["import { readTruth } from './evaluation/ceilings.ts';", 'src/evaluation/ceilings.ts'],
    ["import { readTruth } from './evaluation/truth.ts';", 'src/evaluation/truth.ts'],
    ["import { truthHourly } from './tables.ts';", 'src/tables.ts'],
    ["import * as tables from './tables.ts';\nread(tables.truthWeekly);", 'src/tables.ts'],
    ["const oracle = await import('./world/oracle.ts');", 'src/world/oracle.ts'],
    ["const { accounts, truth } = await import('./tables.ts');", 'src/tables.ts'],
    ["const tables = await import('./tables.ts');", 'src/tables.ts'],
  ])('%s is a fault outside the files that may', (statement, from) => {
    write('src/features.ts', statement);
    expect(findProblems(root)).toContain(
      `packages/churn/src/features.ts: imports the truth from ${from}; only 6-evaluate, the world and the failure modes may read it`,
    );
  });

  test('a table that is no truth may be loaded when it is needed', () => {
    write('src/cli.ts', "const { accounts } = await import('./tables.ts');");
    expect(findProblems(root)).toEqual([]);
  });

  test.each(['1-ingest', '4-train', '5-calibrate', '7-register'])('it is a fault in %s', (stage) => {
    const verb = `export function ${stage.slice(2)}(): void {}\n`;
    write(`src/stages/${stage}.ts`, `import { truth } from '../tables.ts';\n${verb}`);
    expect(findProblems(root)).toHaveLength(1);
  });

  test.each([
    ['src/stages/6-evaluate.ts', '../', 'evaluate'],
    ['src/evaluation/money.ts', '../', 'judgeMoney'],
    ['src/world/write-world.ts', '../', 'write'],
    ['src/failure-modes/leak.ts', '../', 'leak'],
  ])('it is fine in %s', (file, up, verb) => {
    const imports = `import { truth } from '${up}tables.ts';\nimport { oracle } from '${up}world/oracle.ts';\n`;
    write(file, `${imports}export function ${verb}(): void {}\n`);
    expect(findProblems(root)).toEqual([]);
  });

  test.each([
    "import { accounts, truthfulness } from './tables.ts';",
    "import * as tables from './tables.ts';\nread(tables.accounts); // the truth is another table",
  ])('%s takes other tables only', (statement) => {
    write('src/features.ts', statement);
    expect(findProblems(root)).toEqual([]);
  });
});
