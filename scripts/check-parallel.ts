/**
 * Holds the packages to one house by convention: pipelines with the same stages, tests and README headings, whose stages do not
 * call one another and whose truth only evaluation may read; arrows that point one way; pipelines small enough to read and
 * without each other's lines. A package with `src/stages` is a pipeline; nobody lists them.
 *
 *     npx tsx scripts/check-parallel.ts
 */
import { fileURLToPath } from 'node:url';
import { findArrows } from './parallel/arrows.ts';
import { type Copy, findCopies } from './parallel/copies.ts';
import { findCrowdedRoots, findLongPipelines, sizeOf } from './parallel/sizes.ts';
import { isPipeline, type Package, readPackages } from './parallel/sources.ts';
import { findMissingHeadings, findMissingStages, findStagesThatCallStages } from './parallel/stages.ts';
import { findReadersOfTruth, findWorldArrows } from './parallel/world.ts';

interface Rule {
  readonly name: string;
  readonly problems: readonly string[];
}

export function judgeHouse(root: string): Rule[] {
  const packages = readPackages(root);
  const pipelines = packages.filter(isPipeline);
  const inEach = (find: (pipeline: Package) => string[]) =>
    pipelines.flatMap((one) => find(one).map((problem) => `packages/${one.name}/${problem}`));
  return [
    { name: 'stages, verbs and tests', problems: inEach(findMissingStages) },
    { name: 'README headings', problems: inEach(findMissingHeadings) },
    { name: 'stages apart', problems: inEach(findStagesThatCallStages) },
    { name: 'readers of the truth', problems: inEach(findReadersOfTruth) },
    { name: 'arrows between packages', problems: findArrows(packages) },
    { name: 'arrows of the world', problems: inEach(findWorldArrows) },
    { name: 'files at the root of src', problems: inEach(findCrowdedRoots) },
    { name: 'lines of src', problems: inEach(findLongPipelines) },
    { name: 'runs of copied lines', problems: pairsOf(pipelines).flatMap(copiesInWords) },
  ];
}

/** What breaks a rule in the repository at `root`, one sentence each. */
export function findProblems(root: string): string[] {
  return judgeHouse(root).flatMap(({ problems }) => problems);
}

function pairsOf<T>(list: readonly T[]): (readonly [T, T])[] {
  return list.flatMap((one, index) => list.slice(index + 1).map((other) => [one, other] as const));
}

function copiesInWords([one, other]: readonly [Package, Package]): string[] {
  return findCopies(one, other).map(
    ({ one, other, lines }: Copy) => `${one} ~ ${other}: ${lines} lines; what two pipelines need belongs to a library`,
  );
}

function print(root: string, rules: ReturnType<typeof judgeHouse>): void {
  for (const { name, problems } of rules) {
    const verdict = problems.length === 0 ? 'kept' : `${problems.length} found`;
    console.log(`${name.padEnd(26)}${verdict}`);
  }
  console.log(`\n${'lines of src'.padEnd(26)}${'all'.padStart(7)}${'world'.padStart(7)}${'at root'.padStart(9)}`);
  let total = 0;
  for (const one of readPackages(root)) {
    const { src, world, rootFiles } = sizeOf(one);
    total += src;
    const ofPipeline = isPipeline(one) ? `${String(world).padStart(7)}${`${rootFiles} files`.padStart(9)}` : '';
    console.log(`${one.name.padEnd(26)}${String(src).padStart(7)}${ofPipeline}`);
  }
  console.log(`${'together'.padEnd(26)}${String(total).padStart(7)}`);
  for (const { problems } of rules) {
    if (problems.length > 0) console.log('');
    for (const problem of problems) console.error(problem);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const rules = judgeHouse(root);
  print(root, rules);
  if (rules.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
}
