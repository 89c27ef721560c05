import { createHash } from 'node:crypto';
import {
  fingerprintRelation,
  ingestFiles,
  type Lake,
  openLake,
  sqlName,
  type TableContract,
} from '@applied-modeling/lakehouse';
import { isoDate, MS_PER_DAY, MS_PER_HOUR, MS_PER_WEEK } from '@applied-modeling/synthetic';
import { minimumHistoryWeeks, planCalendar } from '../decision-calendar.ts';
import type { Ingested } from '../domain.ts';
import { labelContract, maturesAfterDays } from '../label.ts';
import { Refusal } from '../refusal.ts';
import { OPTIONAL_TABLES, REQUIRED_TABLES, usageHourly } from '../tables.ts';

/**
 * Opens the tables the question is answered from, and nothing that was not known by `now`.
 *
 * A simulated world and a person's own files come in through the same contracts; from here on nobody can tell which it was,
 * except that only a simulation has a truth to be judged by. Own files are refused as a whole, with every reason at once.
 */
export async function ingest(source: IngestSource, options: Options): Promise<Ingested> {
  const lake = await openLake(source.lakeDir, options);
  try {
    return await describe(lake, source.kind === 'files' ? await readFiles(lake, source) : readWorld(lake, source));
  } catch (failure) {
    lake.close();
    throw failure;
  }
}

interface Options {
  readonly threads: number;
  /** For DuckDB, e.g. `2GB`. */
  readonly memoryLimit: string;
}

export type IngestSource =
  | {
      readonly kind: 'simulated';
      readonly seed: number;
      readonly size: string;
      /** A hash of all that shapes the world. */
      readonly generator: string;
      readonly lakeDir: string;
      readonly truthDir: string;
      readonly epoch: number;
      readonly weeks: number;
    }
  | {
      readonly kind: 'files';
      readonly dir: string /** An empty directory for the tables made of the files. */;
      readonly lakeDir: string;
    };

type SimulatedSource = Extract<IngestSource, { kind: 'simulated' }>;
type FilesSource = Extract<IngestSource, { kind: 'files' }>;

const CONTRACTS: readonly TableContract[] = [...REQUIRED_TABLES, ...OPTIONAL_TABLES];

function readWorld(lake: Lake, { seed, size, generator, epoch, weeks, truthDir }: SimulatedSource): Opened {
  const calendar = planCalendar(epoch, weeks);
  const doors = openDoors(lake, calendar.now, CONTRACTS);
  return { calendar, doors, notes: [], truthDir, source: { kind: 'simulated', seed, size, generator } };
}

async function readFiles(lake: Lake, { dir }: FilesSource): Promise<Opened> {
  const required = new Set<TableContract>(REQUIRED_TABLES);
  const wanted = CONTRACTS.map((contract) => ({ contract, required: required.has(contract) }));
  const outcome = await ingestFiles(lake, dir, wanted, { committedAt: new Date(0) });
  if (outcome.kind === 'refused') {
    const problems = outcome.problems.map(({ table, problem }) => `${table}: ${problem}`);
    throw new Refusal(`${dir} was not read; nothing was written`, problems);
  }
  const present = CONTRACTS.filter(({ name }) => outcome.tables.some(({ table }) => table === name));
  const { epoch, weeks } = await measureHistory(lake, dir);
  const calendar = planCalendar(epoch, weeks);
  const doors = openDoors(lake, calendar.now, present);
  return { calendar, doors, notes: outcome.notes, truthDir: null, source: { kind: 'files', dir } };
}

/** What each table says at `now`: the door through which every later read goes. */
function openDoors(lake: Lake, now: number, contracts: readonly TableContract[]): Map<string, string> {
  return new Map(contracts.map((contract) => [contract.name, lake.asOf(new Date(now)).relation(contract)]));
}

/** Week 0 is the first whole week of usage; the last one is the newest that is whole and had time to be corrected. */
async function measureHistory(lake: Lake, dir: string): Promise<{ epoch: number; weeks: number }> {
  const usage = lake.latest(usageHourly);
  const found = await lake.query(
    `SELECT epoch_ms(min(hour)) AS first, epoch_ms(max(hour)) AS last, epoch_ms(max(available_at)) AS known, count(*) AS n FROM ${usage}`,
  );
  if (found.numbers('n')[0] === 0)
    throw new Refusal(`${dir} was not read`, ['usage_hourly: no rows; add hourly usage']);
  const [first, last, known] = ['first', 'last', 'known'].map((name) => found.numbers(name)[0]);
  const epoch = nextMonday(Math.ceil(first / MS_PER_DAY) * MS_PER_DAY);
  const settled = Math.min(last + MS_PER_HOUR, known - labelContract.correctionDays * MS_PER_DAY);
  const weeks = Math.floor((settled - epoch) / MS_PER_WEEK);
  const needed = minimumHistoryWeeks();
  if (weeks < needed) {
    throw new Refusal(`${dir} was not used`, [
      `usage_hourly: ${Math.max(0, weeks)} whole weeks of history (${isoDate(first)} to ${isoDate(last)}), expected at least ${needed}: ` +
        `a level is judged ${maturesAfterDays} days after it was decided, and training, calibration and test must not share a week; add older usage`,
    ]);
  }
  return { epoch, weeks };
}

function nextMonday(ms: number): number {
  const weekday = (new Date(ms).getUTCDay() + 6) % 7;
  return ms + ((7 - weekday) % 7) * MS_PER_DAY;
}

interface Opened extends Pick<Ingested, 'calendar' | 'notes' | 'truthDir' | 'source'> {
  readonly doors: ReadonlyMap<string, string>;
}

/** Names every table as a view; counts and fingerprints those that are there. */
async function describe(lake: Lake, { doors, ...opened }: Opened): Promise<Ingested> {
  const versions: Record<string, number> = {};
  const rows: Record<string, number> = {};
  const hash = createHash('sha256');
  for (const contract of CONTRACTS) {
    const relation = doors.get(contract.name);
    if (relation === undefined) continue;
    await lake.run(`CREATE OR REPLACE TEMP VIEW ${sqlName(contract.name)} AS SELECT * FROM ${relation}`);
    hash.update(`${contract.name} ${await fingerprintRelation(lake, relation)}\n`);
    rows[contract.name] = (await lake.query(`SELECT count(*) AS n FROM ${relation}`)).numbers('n')[0];
    if (relation.includes('read_parquet')) versions[contract.name] = lake.snapshot(contract.name).version;
  }
  return {
    ...opened,
    lake,
    versions,
    rows,
    relation: ({ name }) => (doors.has(name) ? sqlName(name) : undefined),
    fingerprint: hash.digest('hex').slice(0, 16),
  };
}
