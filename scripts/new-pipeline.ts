/**
 * Lays down the smallest honest pipeline: a toy world with one planted rule, nine stages that lean on the libraries, and the tests
 * that hold it to its word. It trains before a line of it is changed; what is to be written anew says TODO, in prose alone.
 *
 *     pnpm new-pipeline job-anomalies                  # packages/job-anomalies, trained by `pnpm job:train`
 *     pnpm new-pipeline job-anomalies --verb jobs      # … by `pnpm jobs:train`
 *
 * The template is a tree of real files as the repository will hold them (`new-pipeline/template/`), in which only the words
 * PIPELINE and VERB are replaced. All files are planned before the first is written.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { filesUnder } from './files-under.ts';

export interface NewPipeline {
  readonly name: string;
  readonly verb: string;
}

export type Plan =
  /** File, from the root of the repository, → its text. */
  | { readonly kind: 'planned'; readonly files: ReadonlyMap<string, string>; readonly byHand: readonly string[] }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

const TEMPLATE = 'scripts/new-pipeline/template';

/** What there is to write into the repository at `root`, or why not; nothing is written. */
export function planPipeline(root: string, { name, verb }: NewPipeline): Plan {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const problems = problemsOf(root, { name, verb }, Object.keys(manifest.scripts));
  if (problems.length > 0) return { kind: 'refused', problems };
  const named = (text: string) => text.replaceAll(/\bPIPELINE\b/g, name).replaceAll(/\bVERB\b/g, verb);
  const files = new Map(
    filesUnder(root, TEMPLATE).map((file) => [
      named(file.slice(TEMPLATE.length + 1)),
      named(readFileSync(join(root, file), 'utf8')),
    ]),
  );
  const typed = ['train', 'score', 'monitor', 'promote', 'rollback', 'history', 'compare'].map((word) => [
    `${verb}:${word}`,
    `node --import tsx packages/${name}/src/cli.ts ${word}`,
  ]);
  files.set(
    'package.json',
    `${JSON.stringify({ ...manifest, scripts: { ...Object.fromEntries(typed), ...manifest.scripts } }, null, 2)}\n`,
  );
  return { kind: 'planned', files, byHand: byHand({ name, verb }) };
}

/** With a longer one lines of the template would have to break. */
const LONGEST_NAME = 32;
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function problemsOf(root: string, { name, verb }: NewPipeline, scripts: readonly string[]): string[] {
  if (!NAME.test(name) || name.length > LONGEST_NAME)
    return [
      `the name ${JSON.stringify(name)}: expected words of a-z and 0-9 joined by -, such as job-anomalies, at most ${LONGEST_NAME} characters`,
    ];
  if (!NAME.test(verb)) return [`the verb ${JSON.stringify(verb)}: expected a word such as jobs; give it by --verb`];
  const taken = ['packages', 'datasets']
    .map((folder) => `${folder}/${name}`)
    .filter((path) => existsSync(join(root, path)));
  const sameVerb = scripts.filter((script) => script.startsWith(`${verb}:`));
  return [
    ...taken.map((path) => `${path} exists; choose another name, or remove it first`),
    ...(sameVerb.length > 0 ? [`package.json has ${sameVerb.join(', ')}; choose another verb by --verb`] : []),
  ];
}

function byHand({ name, verb }: NewPipeline): string[] {
  return [
    'npx -y pnpm@12 install               links the package and writes it into pnpm-lock.yaml',
    `npx -y pnpm@12 ${verb}:train --size small`,
    `grep -rn TODO packages/${name} datasets/${name}`,
    `README.md                            a column of ${name} in "Same nine words", and its question at the top`,
  ];
}

export function writePlan(root: string, files: ReadonlyMap<string, string>): void {
  for (const [file, text] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

/** Exit codes as everywhere: 0 done, 1 refused, 2 wrong usage. */
function main(root: string): number {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { verb: { type: 'string' } } });
  const [name] = positionals;
  if (positionals.length !== 1) {
    console.error(
      'usage: pnpm new-pipeline NAME [--verb VERB], for example: pnpm new-pipeline job-anomalies --verb jobs',
    );
    return 2;
  }
  const plan = planPipeline(root, { name, verb: values.verb ?? name.split('-')[0] });
  if (plan.kind === 'refused') {
    console.error(['new-pipeline: nothing was written', ...plan.problems.map((problem) => `  ${problem}`)].join('\n'));
    return 1;
  }
  writePlan(root, plan.files);
  console.log([`${plan.files.size} files written. Next:`, ...plan.byHand.map((line) => `  ${line}`)].join('\n'));
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = main(fileURLToPath(new URL('..', import.meta.url)));
