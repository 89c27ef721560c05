/**
 * The tables of a question, wherever they come from: a simulated world and a person's own files pass the same contracts and are
 * read as they were known at one moment. From here on nobody can tell which it was, except that only a simulation has a truth
 * to be judged by. Own files are refused as a whole, with every reason at once.
 */

import type { TableContract } from './contract.ts';
import { type Contradiction, findContradictions } from './find-contradictions.ts';
import { ingestFiles } from './ingest.ts';
import { type KnownTables, readKnownTables } from './known-tables.ts';
import { type Lake, type LakeOptions, openAndRead } from './lake.ts';
import { matchIds } from './match-ids.ts';
import { measureDelays } from './measure-delays.ts';
import { type HistoryOptions, measureHistory } from './measure-history.ts';

export type SourceOfTables =
  | {
      readonly kind: 'simulated';
      readonly seed: number;
      readonly size: string;
      readonly world: {
        readonly lakeDir: string;
        readonly truthDir: string | null;
        readonly weeks: number;
        /** Milliseconds since 1970. */
        readonly clock: { readonly epoch: number };
        readonly generator: string;
      };
    }
  /** `lakeDir` is an empty folder for the tables made of the files. */
  | { readonly kind: 'files'; readonly dir: string; readonly lakeDir: string };

/** What a question asks of its tables. */
export interface AskedTables<Plan extends { readonly now: number }> {
  readonly required: readonly TableContract[];
  readonly optional: readonly TableContract[];
  /** The table whose rows say how long the history is. */
  readonly facts: TableContract;
  /** A required table whose key is the id that the others have to match. */
  readonly entities?: TableContract;
  readonly history: HistoryOptions;
  /** What is done in each step of `history`; `now`, milliseconds since 1970, is when the tables are looked at. */
  readonly plan: (epoch: number, steps: number) => Plan;
  /** Of own files, as `readKnownTables` takes them. */
  readonly standIns?: (epoch: number, steps: number) => Readonly<Record<string, string>>;
  /** Of own files: what they are refused for beside their contracts. */
  readonly contradictions?: readonly Contradiction[];
  /** Of own files: what nobody knows without a table, in a sentence. */
  readonly unknownWithout?: readonly (readonly [table: TableContract, words: string])[];
}

export interface SourceTables<Plan> extends KnownTables {
  /** Open: whoever asked closes it. */
  readonly lake: Lake;
  readonly calendar: Plan;
  readonly source:
    | { readonly kind: 'simulated'; readonly seed: number; readonly size: string; readonly generator: string }
    | { readonly kind: 'files'; readonly dir: string };
  /** The folder of the truth; null where nobody knows it, as of a person's own files. */
  readonly truthDir: string | null;
  /** What is worth knowing about own files, in sentences. */
  readonly notes: readonly string[];
}

export type SourceOutcome<Plan> =
  | { readonly kind: 'read'; readonly tables: SourceTables<Plan> }
  /** Own files, or a world that is too short for what is asked. The lake is closed. */
  | { readonly kind: 'refused'; readonly subject: string; readonly problems: readonly string[] };

export async function readSource<Plan extends { readonly now: number }>(
  source: SourceOfTables,
  asked: AskedTables<Plan>,
  options: LakeOptions,
): Promise<SourceOutcome<Plan>> {
  return openAndRead(source.kind === 'files' ? source.lakeDir : source.world.lakeDir, options, async (lake) => {
    const outcome =
      source.kind === 'simulated' ? await readWorld(lake, source, asked) : await readFiles(lake, source.dir, asked);
    if (outcome.kind === 'refused') lake.close();
    return outcome;
  });
}

async function readWorld<Plan extends { readonly now: number }>(
  lake: Lake,
  { seed, size, world }: Extract<SourceOfTables, { readonly kind: 'simulated' }>,
  { required, optional, history, plan }: AskedTables<Plan>,
): Promise<SourceOutcome<Plan>> {
  const { step, minimum } = history;
  const steps = step === 'week' ? world.weeks : 7 * world.weeks;
  if (steps < minimum.steps)
    return {
      kind: 'refused',
      subject: 'the simulated world is too short',
      problems: [
        `it has ${steps} ${step}s, expected at least ${minimum.steps}: ${minimum.because}; shorten a window or simulate a longer world`,
      ],
    };
  const calendar = plan(world.clock.epoch, steps);
  const known = await readKnownTables(lake, [...required, ...optional], { now: new Date(calendar.now) });
  const source = { kind: 'simulated', seed, size, generator: world.generator } as const;
  return { kind: 'read', tables: { lake, calendar, ...known, notes: [], truthDir: world.truthDir, source } };
}

async function readFiles<Plan extends { readonly now: number }>(
  lake: Lake,
  dir: string,
  asked: AskedTables<Plan>,
): Promise<SourceOutcome<Plan>> {
  const { required, optional, facts, entities, plan, standIns, contradictions = [], unknownWithout = [] } = asked;
  const refused = (problems: readonly string[], subject = `${dir} was not used`) =>
    ({ kind: 'refused', subject, problems }) as const;
  const contracts = [...required, ...optional];
  const wanted = contracts.map((contract) => ({ contract, required: required.includes(contract) }));
  const files = await ingestFiles(lake, dir, wanted, { committedAt: new Date(0) });
  if (files.kind === 'refused') {
    const problems = files.problems.map(({ table, problem }) => `${table}: ${problem}`);
    return refused(problems, `${dir} was not read; nothing was written`);
  }
  const { epoch, steps, problems } = await measureHistory(lake, facts, asked.history);
  const ids = entities ? await matchIds(lake, { entities, facts, tables: contracts }) : { notes: [], problems: [] };
  if (problems.length + ids.problems.length > 0) return refused([...problems, ...ids.problems]);
  const calendar = plan(epoch, steps);
  const now = new Date(calendar.now);
  const delays = await measureDelays(lake, contracts, now);
  if (delays.problems.length > 0) return refused(delays.problems);
  const known = await readKnownTables(lake, contracts, { now, ...(standIns && { standIns: standIns(epoch, steps) }) });
  const contradicted = await findContradictions(lake, contradictions);
  if (contradicted.length > 0) return refused(contradicted);
  const unknown = unknownWithout.filter(([{ name }]) => known.versions[name] === undefined).map(([, words]) => words);
  const notes = [...files.notes, ...ids.notes, ...delays.notes, ...unknown];
  return { kind: 'read', tables: { lake, calendar, ...known, notes, truthDir: null, source: { kind: 'files', dir } } };
}
