import type { Package } from './sources.ts';

/** Fewer lines than this look alike by chance: a loop over rows, the end of a chart. */
const LEAST_LINES = 10;

/** Contracts, settings and the list of what a command loads say their own thing in the same form. */
const DECLARATIONS = /^src\/(tables|settings|index)\.ts$/;

const KEYWORDS = new Set(
  (
    'as async await break case catch class const continue default do else export extends false finally for from function if ' +
    'import in instanceof let new null of readonly return satisfies static switch this throw true try typeof undefined ' +
    'void while yield number string boolean'
  ).split(' '),
);

export interface Copy {
  readonly one: string;
  readonly other: string;
  readonly lines: number;
}

interface Line {
  readonly place: string;
  readonly shape: string;
}

/**
 * Runs of lines that two packages share after renaming: names, texts and numbers count as equal, keywords and punctuation must
 * be. Comments, imports, types, blank lines and lone brackets do not count, so that a run is ten lines somebody would have to
 * change twice. Longest first.
 */
export function findCopies(a: Package, b: Package): Copy[] {
  const ours = [...a.files].filter(isCompared).map(([file, source]) => linesOf(`packages/${a.name}/${file}`, source));
  const theirs = [...b.files].filter(isCompared).map(([file, source]) => linesOf(`packages/${b.name}/${file}`, source));
  const copies = ours.flatMap((one) => theirs.flatMap((other) => runsIn(one, other)));
  return copies.toSorted((x, y) => y.lines - x.lines);
}

/** Every pair of equal lines that no equal pair precedes begins a run. */
function runsIn(one: readonly Line[], other: readonly Line[]): Copy[] {
  const isSame = (i: number, j: number) => one[i] !== undefined && one[i].shape === other[j]?.shape;
  const runs: Copy[] = [];
  for (const i of one.keys()) {
    for (const j of other.keys()) {
      if (!isSame(i, j) || isSame(i - 1, j - 1)) continue;
      let lines = 1;
      while (isSame(i + lines, j + lines)) lines += 1;
      if (lines >= LEAST_LINES) runs.push({ one: one[i].place, other: other[j].place, lines });
    }
  }
  return runs;
}

function isCompared([file]: readonly [string, string]): boolean {
  return file.startsWith('src/') && !DECLARATIONS.test(file);
}

/** The lines of a file that count, each as its shape: `const rows = take(set, 7);` is `const i = i ( i , i ) ;`. */
function linesOf(path: string, source: string): Line[] {
  return blankOut(source)
    .split('\n')
    .map((text, index) => ({ place: `${path}:${index + 1}`, shape: shapeOf(text) }))
    .filter(({ shape }) => /\w/.test(shape));
}

function shapeOf(line: string): string {
  const words = line.match(/'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|[A-Za-z_$][\w$]*|\d[\w.]*|\S/g) ?? [];
  return words.map((word) => (/^[\w$'`]/.test(word) && !KEYWORDS.has(word) ? 'i' : word)).join(' ');
}

/** Comments, imports and types as blank lines, so that the others keep their numbers. */
function blankOut(source: string): string {
  const notCode = [
    /\/\*[\s\S]*?\*\//g,
    /^\s*\/\/.*$/gm,
    /^import\s[^;]*;/gm,
    /^export\s(type\s)?[{*][^;]*from[^;]*;/gm,
    /^(export )?interface [\s\S]*?^\}/gm,
    /^(export )?type \w[\s\S]*?;$/gm,
  ];
  return notCode.reduce((text, pattern) => text.replace(pattern, (found) => found.replace(/[^\n]/g, '')), source);
}
