import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeAbandoned } from './abandoned.ts';

export interface CachedWorld<Description> {
  readonly dir: string;
  /** What `build` returned; kept as JSON beside the tables. */
  readonly description: Description;
  readonly isFromCache: boolean;
}

const BUILDING = '.building-';
const DESCRIPTION = 'world.json';

/**
 * The world `name` under `cacheDir`, built when it is not there. Worlds are built aside and renamed into place, so that an
 * interrupted build leaves nothing a reader could find, and two builders at once end up with the same one. A world whose
 * description is damaged is built anew.
 */
export async function cachedWorld<Description>(
  cacheDir: string,
  name: string,
  build: (dir: string) => Promise<Description>,
): Promise<CachedWorld<Description>> {
  const dir = join(cacheDir, name);
  removeAbandoned(cacheDir, BUILDING);
  const cached = readDescription<Description>(dir);
  if (cached !== null) return { dir, description: cached, isFromCache: true };
  const building = join(cacheDir, `${BUILDING}${process.pid}-${name}`);
  mkdirSync(building, { recursive: true });
  try {
    const description = await build(building);
    writeFileSync(join(building, DESCRIPTION), `${JSON.stringify(description, null, 2)}\n`);
    publish(building, dir);
    return { dir, description, isFromCache: false };
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** Null where there is no world, or one whose description is damaged. */
function readDescription<Description>(dir: string): Description | null {
  try {
    return JSON.parse(readFileSync(join(dir, DESCRIPTION), 'utf8')) as Description;
  } catch {
    return null;
  }
}

/** A rename onto a folder that somebody else finished first fails; theirs has the same content, so it is used. */
function publish(building: string, dir: string): void {
  if (readDescription(dir) === null) rmSync(dir, { recursive: true, force: true });
  try {
    renameSync(building, dir);
  } catch (failure) {
    if (readDescription(dir) === null) throw failure;
  }
}

/**
 * Eight hex digits that change whenever one of these files, a file of these folders or this package does, so that a cached
 * world is never older than its generator.
 */
export function hashSources(...sources: readonly URL[]): string {
  const hash = createHash('sha256');
  for (const source of [...sources, new URL('.', import.meta.url)].map((url) => fileURLToPath(url))) {
    const isFolder = statSync(source).isDirectory();
    const files = isFolder
      ? readdirSync(source)
          .sort()
          .map((name) => join(source, name))
      : [source];
    for (const file of files) hash.update(basename(file)).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 8);
}
