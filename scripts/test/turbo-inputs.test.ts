import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { filesUnder } from '../files-under.ts';

/** A file that a test reads and turbo does not hash is a stale green. Turbo says itself what it hashes: `--dry=json`. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = readdirSync(join(ROOT, 'packages')).filter((name) => existsSync(packageFile(name)));

interface Task {
  readonly directory: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly dependencies: readonly string[];
}

describe('turbo hashes', () => {
  const tasks = new Map<string, Task>();
  beforeAll(() => {
    const turbo = join(ROOT, 'node_modules/.bin/turbo');
    const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' };
    const plan = execFileSync(turbo, ['run', 'test', '--dry=json'], { cwd: ROOT, env, encoding: 'utf8' });
    for (const task of JSON.parse(plan).tasks) tasks.set(task.taskId, task);
  });

  /** What the task hashes, from the root of the repository. */
  const hashedBy = (id: string) => {
    const { directory, inputs } = tasks.get(id)!;
    return new Set(Object.keys(inputs).map((file) => join(directory, file)));
  };

  it.each(PACKAGES)('every file of %s before its tests are skipped', (name) => {
    const files = filesUnder(ROOT, join('packages', name));
    expect(files).toContain(join('packages', name, 'README.md'));
    expect(files.filter((file) => !hashedBy(`${nameOf(name)}#test`).has(file))).toEqual([]);
  });

  it.each(PACKAGES)('every file outside its folder that %s names', (name) => {
    const task = `${nameOf(name)}#test`;
    const hashed = new Set([task, ...reachableFrom(task)].flatMap((id) => [...hashedBy(id)]));
    expect(readsOutside(name).filter((file) => !hashed.has(file))).toEqual([]);
  });

  it.each(PACKAGES)('the sources of every package %s stands on', (name) => {
    for (const library of librariesOf(name)) {
      const sources = filesUnder(ROOT, join('packages', library, 'src'));
      expect(sources.filter((file) => !hashedBy(`${nameOf(library)}#sources`).has(file))).toEqual([]);
      expect(reachableFrom(`${nameOf(name)}#test`)).toContain(`${nameOf(library)}#sources`);
    }
  });

  it('no world: gigabytes that the sources and a seed make again', () => {
    for (const id of tasks.keys()) expect([...hashedBy(id)].filter((file) => file.includes('/generated/'))).toEqual([]);
  });

  const reachableFrom = (id: string): readonly string[] =>
    tasks.get(id)!.dependencies.flatMap((next) => [next, ...reachableFrom(next)]);
});

it('sees the files that the answer and the card of churn are compared with', () => {
  expect(readsOutside('churn')).toEqual(
    expect.arrayContaining(['README.md', 'datasets/churn/card.md', 'datasets/churn/sample/accounts.csv']),
  );
});

/** Relative paths in quotes that lead out of the package, as seen from the file that names them or from the package. */
function readsOutside(name: string): string[] {
  const home = join('packages', name);
  const code = filesUnder(ROOT, home).filter((file) => file.endsWith('.ts'));
  const named = code.flatMap((file) =>
    Array.from(readFileSync(join(ROOT, file), 'utf8').matchAll(/['"`]((?:\.\.\/)+\w[^'"`$\n]*)['"`]/g), ([, path]) => [
      join(dirname(file), path),
      join(home, path),
    ]).flat(),
  );
  const outside = [...new Set(named)].filter((path) => !path.startsWith('..') && !path.startsWith(`${home}/`));
  return outside.flatMap((path) => filesUnder(ROOT, path));
}

function librariesOf(name: string): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(packageFile(name), 'utf8'));
  const direct = PACKAGES.filter((other) => nameOf(other) in dependencies);
  return [...new Set(direct.flatMap((other) => [other, ...librariesOf(other)]))];
}

function nameOf(name: string): string {
  return JSON.parse(readFileSync(packageFile(name), 'utf8')).name;
}

function packageFile(name: string): string {
  return join(ROOT, 'packages', name, 'package.json');
}
