/**
 * Holds the pipeline packages parallel by convention: the same stages, verbs, tests and README headings in each, stages that
 * do not call one another, and a hidden truth that only evaluation, the world and the failure modes may read.
 *
 *     npx tsx scripts/check-parallel.ts
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = ['churn', 'capacity-forecast'];
const STAGES = ['1-ingest', '2-features', '3-split', '4-train', '5-calibrate', '6-evaluate', '7-register'];
const HEADINGS = ['The prompt', 'The answer in numbers', 'Run it', 'The stages', 'Left out, because'];
const TRUTH = '(truth|truthHourly|truthWeekly|TRUTH_TABLES)';
const MAY_READ_TRUTH = /^src\/(stages\/6-evaluate\.ts|(world|failure-modes|evaluation)\/.+)$/;

/** What breaks the convention in the repository at `root`, one sentence each; none when the packages are parallel. */
export function findProblems(root: string, packages: readonly string[] = PACKAGES): string[] {
  return packages.flatMap((name) => {
    const folder = join(root, 'packages', name);
    const problems = [...stageProblems(folder), ...headingProblems(folder), ...importProblems(folder)];
    return problems.map((problem) => `packages/${name}/${problem}`);
  });
}

function stageProblems(folder: string): string[] {
  return STAGES.flatMap((stage) => {
    const [file, test] = [`src/stages/${stage}.ts`, `test/stages/${stage}.test.ts`];
    const verb = stage.replace(/^\d+-/, '');
    const source = readOrNothing(folder, file);
    const problems: string[] = [];
    if (source === undefined) problems.push(`${file}: missing; write the stage and export its function ${verb}`);
    else if (!new RegExp(`^export (async )?function ${verb}\\b`, 'm').test(source))
      problems.push(`${file}: exports no function ${verb}; a stage's verb is named like its file`);
    if (!existsSync(join(folder, test))) problems.push(`${test}: missing; write the test of ${stage}`);
    return problems;
  });
}

function headingProblems(folder: string): string[] {
  const lines = (readOrNothing(folder, 'README.md') ?? '').split(/\r?\n/);
  const missing = HEADINGS.filter((heading) => !lines.includes(`## ${heading}`));
  return missing.map((heading) => `README.md: lacks the heading "## ${heading}"; add the section`);
}

function importProblems(folder: string): string[] {
  const src = join(folder, 'src');
  const files = existsSync(src) ? readdirSync(src, { recursive: true, encoding: 'utf8' }) : [];
  return files
    .map((file) => posix.join('src', file.replaceAll('\\', '/')))
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => faultsOf(file, readOrNothing(folder, file) ?? ''));
}

function faultsOf(file: string, source: string): string[] {
  const faults: string[] = [];
  for (const found of importsOf(file, source)) {
    if (isStage(file) && isStage(found.from) && !found.isType)
      faults.push(
        `${file}: imports ${found.from}; a stage gets the results of others as arguments (import type is fine)`,
      );
    if (bringsTruth(found, source) && !MAY_READ_TRUTH.test(file))
      faults.push(
        `${file}: imports the truth from ${found.from}; only 6-evaluate, the world and the failure modes may read it`,
      );
  }
  return faults;
}

function isStage(path: string): boolean {
  return posix.dirname(path) === 'src/stages';
}

/** Contracts named truth stand beside others in tables.ts, which everyone may take whole: `import * as tables` brings it where `tables.truth` is used. */
function bringsTruth({ from, names }: Import, source: string): boolean {
  if (from !== 'src/tables.ts')
    return /^src\/(evaluation\/(ceilings|truth)|world\/(truth-records|oracle))\.ts$/.test(from);
  const [, namespace] = /^\* as (\w+)$/.exec(names) ?? [];
  if (namespace === undefined) return names === '*' || new RegExp(`\\b${TRUTH}\\b`).test(names);
  return new RegExp(`\\b${namespace}\\.${TRUTH}\\b|\\b${TRUTH}\\b.*= ${namespace}\\b`).test(source);
}

interface Import {
  /** The imported file, from the package's folder; a library keeps its name. */
  readonly from: string;
  /** What stands between `import` and `from`, or is taken apart of `await import(…)`; `*` for `export *` and the whole. */
  readonly names: string;
  readonly isType: boolean;
}

/** Imports, re-exports and `import(…)`. Statements begin their line, so that examples in doc comments do not count. */
function importsOf(file: string, source: string): Import[] {
  const statements = /^(?:import|export)\s+(?:(type\s)?([^;'"]*?)\s*from\s*)?['"]([^'"]+)['"]/gm;
  const calls = /(?:const \{([^}]*)\} = await )?\bimport\(\s*['"]([^'"]+)['"]/g;
  const resolved = (path: string): string => (path.startsWith('.') ? posix.join(posix.dirname(file), path) : path);
  return [
    ...Array.from(source.matchAll(statements), ([, type, names = '', path]) => ({
      from: resolved(path),
      names,
      isType: type !== undefined,
    })),
    ...Array.from(source.matchAll(calls), ([, names = '*', path]) => ({ from: resolved(path), names, isType: false })),
  ];
}

function readOrNothing(folder: string, file: string): string | undefined {
  return existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = findProblems(fileURLToPath(new URL('..', import.meta.url)));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`parallel: ${PACKAGES.join(', ')}`);
}
