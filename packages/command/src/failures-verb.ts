import { renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Verb, verb } from './command-line.ts';
import { wholeNumber } from './flags.ts';
import { openPlaces } from './places.ts';

const WORLDS = 20;

/**
 * `failures`, which every pipeline has: runs its failure modes in twenty small worlds, saves what came out, world by world, and
 * tells it. One world shows a mechanism; twenty show how often the sign holds. Fewer or more are told and not saved.
 *
 * What was chosen by looking at those worlds has to be shown in others: those from a later seed on are saved beside the twenty.
 */
export function failuresVerb<World>(load: () => Promise<FailureModes<World>>): Verb {
  return verb({
    about: 'Shows the failure modes in small worlds: careless, correct and live.',
    flags: {
      worlds: wholeNumber('small worlds: an interval over them needs two', { from: 2, to: WORLDS, otherwise: WORLDS }),
      first: wholeNumber('seed of the first', { from: 1, to: 1_000_000, otherwise: 1 }),
    },
    run: async ({ worlds: wanted, first }, { places, progress, print, clock }) => {
      openPlaces(places, clock());
      const { failures, tellFailures, FAILURES_FILE } = await load();
      const file = first === 1 ? FAILURES_FILE : new URL(FAILURES_FILE.href.replace(/(?=\.json$)/, `-from-${first}`));
      const isSaved = first > 1 || wanted === WORLDS;
      const options = { cacheDir: places.worlds, threads: Math.min(2, availableParallelism()) };
      const worlds = await progress.stage('failures', async (tick) => {
        const done: World[] = [];
        for (let nth = 0; nth < wanted; nth++) {
          done.push(await failures(first + nth, options));
          tick(nth + 1, wanted, 'worlds');
        }
        return done;
      });
      if (isSaved) {
        const aside = new URL(`${file.href}.partial`);
        writeFileSync(aside, `${JSON.stringify(worlds, sixDigits, 2)}\n`);
        renameSync(aside, file);
      }
      print(`${tellFailures(worlds)}\n${isSaved ? `saved in ${fileURLToPath(file)}\n` : ''}`);
      return 0;
    },
  });
}

/** The module that a pipeline's failure modes are called through. */
export interface FailureModes<World> {
  /** The failure modes of the small world of a seed, kept in `cacheDir`. */
  readonly failures: (seed: number, options: FailureOptions) => Promise<World>;
  readonly tellFailures: (worlds: readonly World[]) => string;
  /** Committed: reports and answers quote it instead of running twenty worlds. */
  readonly FAILURES_FILE: URL;
}

export interface FailureOptions {
  readonly cacheDir: string;
  readonly threads: number;
}

/** How a pipeline comes by the tables of its small world. */
export interface SmallWorld<World, Tables> {
  readonly simulate: (cacheDir: string, options: SmallWorldOf) => Promise<World>;
  readonly ingest: (
    source: { readonly kind: 'simulated'; readonly world: World } & Omit<SmallWorldOf, 'threads'>,
    options: { readonly threads: number; readonly memoryLimit: string },
  ) => Promise<Tables>;
}

type SmallWorldOf = { readonly seed: number; readonly size: 'small'; readonly threads: number };

/** Tries something on the tables of a seed's small world, and closes them. */
export async function inSmallWorld<World, Tables extends { readonly lake: { close(): void } }, Found>(
  { simulate, ingest }: SmallWorld<World, Tables>,
  { seed, cacheDir, threads }: FailureOptions & { readonly seed: number },
  attempt: (tables: Tables) => Promise<Found>,
): Promise<Found> {
  const small = { seed, size: 'small' } as const;
  const world = await simulate(cacheDir, { ...small, threads });
  const tables = await ingest({ kind: 'simulated', ...small, world }, { threads, memoryLimit: '2GB' });
  try {
    return await attempt(tables);
  } finally {
    tables.lake.close();
  }
}

function sixDigits(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(6)) : value;
}
