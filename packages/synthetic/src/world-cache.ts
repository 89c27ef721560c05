import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { removeAbandoned } from './abandoned.ts';
import type { WeeklyClock } from './calendar.ts';

/** A world on disk: tables of what can be observed, tables of what cannot. */
export interface SimulatedWorld {
  readonly lakeDir: string;
  /** Null where the world was written without one. */
  readonly truthDir: string | null;
  readonly clock: WeeklyClock;
  readonly weeks: number;
  /** Rows of every table, as they were written. */
  readonly rows: Readonly<Record<string, number>>;
  readonly isFromCache: boolean;
  /** Hash of all that shaped the world. */
  readonly generator: string;
}

/** What is asked of a simulation, whatever it simulates. */
export interface WorldAsked<Size> {
  readonly seed: number;
  readonly size: Size;
  /** Weeks beyond the history. */
  readonly following?: number;
  readonly threads: number;
  /** Told about now and then. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

export interface WorldRecipe extends Pick<SimulatedWorld, 'clock' | 'weeks' | 'generator'> {
  /** Unique among the worlds of one generator and length; the hash of the former (`hashSources`) keeps its versions apart. */
  readonly name: string;
  /** Writes the tables to `lake` and `truth` in an empty folder and counts their rows. */
  readonly write: (dir: string) => Promise<Readonly<Record<string, number>>>;
}

const BUILDING = '.building-';
const DESCRIPTION = 'world.json';

/**
 * The world of a recipe under `cacheDir`, written when it is not there. Worlds are built aside and renamed into place, so that
 * an interrupted build leaves nothing a reader could find, and two builders at once end up with the same one. A world whose
 * description is damaged is built anew. Throws where a world has other files than were written.
 */
export async function cachedWorld(
  cacheDir: string,
  { clock, weeks, write, generator, ...recipe }: WorldRecipe,
): Promise<SimulatedWorld> {
  const name = `${recipe.name}-${weeks}w-${generator}`;
  const dir = join(cacheDir, name);
  const cached = readDescription(dir, weeks);
  if (cached !== null) requireAsWritten(dir, cached.files);
  const rows = cached?.rows ?? (await build(cacheDir, name, weeks, write));
  const truthDir = join(dir, 'truth');
  return {
    lakeDir: join(dir, 'lake'),
    truthDir: existsSync(truthDir) ? truthDir : null,
    clock,
    weeks,
    rows,
    isFromCache: cached !== null,
    generator,
  };
}

async function build(cacheDir: string, name: string, weeks: number, write: WorldRecipe['write']) {
  const building = join(cacheDir, `${BUILDING}${name}-${randomUUID()}`);
  mkdirSync(building, { recursive: true });
  removeAbandoned(cacheDir, BUILDING, statSync(building).mtimeMs);
  const remove = () => rmSync(building, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const rows = await write(building);
    writeFileSync(
      join(building, DESCRIPTION),
      `${JSON.stringify({ weeks, rows, files: listFiles(building) }, null, 2)}\n`,
    );
    publish(building, join(cacheDir, name), weeks);
    return rows;
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Bytes by path; what a desktop leaves behind (`.DS_Store`) takes no part. */
type Listing = Readonly<Record<string, number | undefined>>;

/** Null where there is no world, or one whose description is damaged or tells of another one. */
function readDescription(
  dir: string,
  weeks: number,
): { readonly rows: SimulatedWorld['rows']; readonly files: Listing } | null {
  try {
    const { weeks: found, rows, files } = JSON.parse(readFileSync(join(dir, DESCRIPTION), 'utf8'));
    const areCounts = (counts: unknown[]) => counts.length > 0 && counts.every(Number.isInteger);
    const isWhole = found === weeks && areCounts(Object.values(rows)) && areCounts(Object.values(files));
    return isWhole ? { rows, files } : null;
  } catch {
    return null;
  }
}

/** A log that lost its newest commit is as whole as it was before, and may hold as many rows: only the list of files tells. */
function requireAsWritten(dir: string, written: Listing): void {
  const found = listFiles(dir);
  const other = Object.keys({ ...written, ...found }).find((path) => found[path] !== written[path]);
  if (other === undefined) return;
  const size = (bytes: number | undefined) => (bytes === undefined ? 'no file' : `${bytes} bytes`);
  const next = `delete ${dir}: the next run simulates it anew`;
  const problem = `found ${size(found[other])}, expected ${size(written[other])}, as the world was written`;
  throw Object.assign(new Error(`${join(dir, other)}: ${problem}; ${next}`), { next });
}

function listFiles(dir: string): Listing {
  const paths = readdirSync(dir, { recursive: true }).map(String);
  const listed = paths.filter((path) => path !== DESCRIPTION && !basename(path).startsWith('.'));
  const files = listed.map((path) => [path, statSync(join(dir, path))] as const).filter(([, entry]) => entry.isFile());
  return Object.fromEntries(files.map(([path, { size }]) => [path, size]));
}

/** A rename onto a folder that somebody else finished first fails; theirs has the same content, so it is used. */
function publish(building: string, dir: string, weeks: number): void {
  if (readDescription(dir, weeks) === null) rmSync(dir, { recursive: true, force: true });
  try {
    renameSync(building, dir);
  } catch (failure) {
    if (readDescription(dir, weeks) === null) throw failure;
  }
}

export interface Simulation<Asked extends WorldAsked<string>> {
  /** The module that declares it: with what it imports, all that shapes the world. */
  readonly module: URL;
  /** Of the history. */
  readonly weeks: number;
  readonly clock: WeeklyClock;
  readonly write: (
    dir: string,
    asked: Asked & Pick<WorldRecipe, 'weeks' | 'clock'>,
  ) => ReturnType<WorldRecipe['write']>;
  /** Tells worlds of one seed, size and length apart, where there are several. */
  readonly variant?: (asked: Asked) => string;
}

/** Worlds by seed and size under a cache, and the hash of everything that shapes them, the label and the rule in force included. */
export function simulation<Asked extends WorldAsked<string>>({ module, clock, write, ...declared }: Simulation<Asked>) {
  const generatorHash = () => hashSources(module);
  const simulate = (cacheDir: string, asked: Asked): Promise<SimulatedWorld> => {
    const history = { weeks: declared.weeks + (asked.following ?? 0), clock };
    return cachedWorld(cacheDir, {
      ...{
        name: `${asked.size}-${asked.seed}${declared.variant?.(asked) ?? ''}`,
        generator: generatorHash(),
        ...history,
      },
      write: (dir) => write(dir, { ...asked, ...history }),
    });
  };
  return { simulate, generatorHash };
}

/**
 * Eight hex digits that change whenever this module, one it imports by a relative path (at any depth) or this package does, so
 * that a cached world is never older than what made it: its generator, the contracts it is written by, the prices, the rule
 * and the label it was told of. An `import type` takes no part.
 */
export function hashSources(module: URL): string {
  const files = new Map<string, string>();
  const visit = (file: URL) => {
    if (files.has(file.href)) return;
    const source = readFileSync(file, 'utf8');
    files.set(file.href, source);
    for (const [, path] of source.matchAll(VALUE_IMPORT)) visit(new URL(path, file));
  };
  const here = new URL('.', import.meta.url);
  for (const file of [module, ...readdirSync(here).map((name) => new URL(name, here))]) visit(file);
  const hash = createHash('sha256');
  for (const file of [...files.keys()].sort()) hash.update(basename(file)).update(files.get(file)!);
  return hash.digest('hex').slice(0, 8);
}

const VALUE_IMPORT = /^(?:import|export)\s(?!type\s)[^;'"]*['"](\.[^'"]+)['"]/gm;
