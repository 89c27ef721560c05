import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { filesUnder } from '../files-under.ts';

/** A package as the rules see it. */
export interface Package {
  readonly name: string;
  /** TypeScript files of src/ and test/, by their path from the package's folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Names under `packages/` that package.json depends on. */
  readonly dependsOn: readonly string[];
  readonly readme: string;
}

export interface Import {
  /** The imported file, from the package's folder (`../` leads to another package); what is installed keeps its name. */
  readonly from: string;
  /** What stands between `import` and `from`; `*` for `export *` and `import(…)`. */
  readonly names: string;
  readonly isType: boolean;
}

const SCOPE = '@applied-modeling/';

export function readPackages(root: string): Package[] {
  return readdirSync(join(root, 'packages'))
    .toSorted()
    .map((name) => readPackage(root, name));
}

export function readPackage(root: string, name: string): Package {
  const home = `packages/${name}`;
  const read = (file: string) =>
    existsSync(join(root, home, file)) ? readFileSync(join(root, home, file), 'utf8') : '';
  const paths = ['src', 'test'].flatMap((folder) => filesUnder(root, `${home}/${folder}`));
  const code = paths.filter((path) => path.endsWith('.ts')).map((path) => posix.relative(home, path));
  const { dependencies, devDependencies } = JSON.parse(read('package.json') || '{}');
  const installed = Object.keys({ ...dependencies, ...devDependencies });
  return {
    name,
    files: new Map(code.map((file) => [file, read(file)])),
    dependsOn: installed.filter((one) => one.startsWith(SCOPE)).map((one) => one.slice(SCOPE.length)),
    readme: read('README.md'),
  };
}

/** A pipeline is what has stages; everything else is a library. */
export function isPipeline({ files }: Package): boolean {
  return [...files.keys()].some((file) => file.startsWith('src/stages/'));
}

/** Imports, re-exports and `import(…)`. Statements begin their line, so that examples in doc comments do not count. */
export function importsOf(file: string, source: string): Import[] {
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

/** The package an import leads to, by name or by path; undefined within the own package and for what is installed. */
export function packageOf({ from }: Import): string | undefined {
  if (from.startsWith(SCOPE)) return from.slice(SCOPE.length).split('/')[0];
  return from.startsWith('../') ? from.split('/')[1] : undefined;
}
