import { createHash } from 'node:crypto';
import {
  fingerprintRelation,
  ingestFiles,
  type Lake,
  openLake,
  sqlName,
  type TableContract,
} from '@applied-modeling/lakehouse';
import { isoDate, MS_PER_DAY, MS_PER_WEEK } from '@applied-modeling/synthetic';
import { minimumHistoryWeeks, planCalendar } from '../decision-calendar.ts';
import type { Ingested } from '../domain.ts';
import { maturesAfterDays } from '../label.ts';
import { Refusal } from '../refusal.ts';
import { OPTIONAL_TABLES, REQUIRED_TABLES, usageDaily } from '../tables.ts';

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
  const notes = [...outcome.notes, ...(await unknownAccounts(lake, dir))];
  const calendar = planCalendar(epoch, weeks);
  const doors = openDoors(lake, calendar.now, present);
  if (!doors.has('calendar')) doors.set('calendar', flatCalendar(epoch, weeks));
  return { calendar, doors, notes, truthDir: null, source: { kind: 'files', dir } };
}

/** What each table says at `now`: the door through which every later read goes. */
function openDoors(lake: Lake, now: number, contracts: readonly TableContract[]): Map<string, string> {
  return new Map(contracts.map((contract) => [contract.name, lake.asOf(new Date(now)).relation(contract)]));
}

/** Week 0 is the first whole week of usage; `now` is the Monday after the last usage day. */
async function measureHistory(lake: Lake, dir: string): Promise<{ epoch: number; weeks: number }> {
  const found = await lake.query(
    `SELECT
       count(*) AS n,
       min(usage_date) AS first,
       quantile_disc(usage_date, 0.001) AS nearly_first,
       quantile_disc(usage_date, 0.999) AS nearly_last,
       max(usage_date) AS last
     FROM ${lake.latest(usageDaily)}`,
  );
  if (found.numbers('n')[0] === 0) throw new Refusal(`${dir} was not read`, ['usage_daily: no rows; add daily usage']);
  const day = (name: string) => found.integers(name)[0] * MS_PER_DAY;
  const [first, last] = [day('first'), day('last')];
  refuseStrayDays(dir, [first, day('nearly_first')], [day('nearly_last'), last]);
  const epoch = nextMonday(first);
  const weeks = Math.floor((last + MS_PER_DAY - epoch) / MS_PER_WEEK);
  const needed = minimumHistoryWeeks();
  if (weeks < needed) {
    throw new Refusal(`${dir} was not used`, [
      `usage_daily: ${Math.max(0, weeks)} whole weeks of history (${isoDate(first)} to ${isoDate(last)}), expected at least ${needed}: ` +
        `a label takes ${maturesAfterDays} days to mature and training, calibration and test must not share one; add older usage`,
    ]);
  }
  return { epoch, weeks };
}

/** One mistyped year would stretch the calendar to it: a day that is a year away from 99.9 % of the rows is refused. */
function refuseStrayDays(dir: string, ...ends: readonly (readonly [number, number])[]): void {
  const strays = ends.filter(([one, other]) => other - one > 366 * MS_PER_DAY);
  if (strays.length === 0) return;
  throw new Refusal(`${dir} was not used`, [
    ...strays.map(
      ([one, other]) =>
        `usage_daily: nearly all rows lie on one side of the days ${isoDate(one)} to ${isoDate(other)}, a few on the other`,
    ),
    'correct usage_date, or leave these rows out',
  ]);
}

/** Usage of an account that accounts does not list is not used: worth a note, and a refusal when it is all there is. */
async function unknownAccounts(lake: Lake, dir: string): Promise<readonly string[]> {
  const [accountRows, usage] = REQUIRED_TABLES.map((contract) => lake.latest(contract));
  const found = await lake.query(
    `SELECT count(*) AS n, count(*) FILTER (WHERE account_id NOT IN (SELECT account_id FROM ${accountRows})) AS unknown
     FROM (SELECT DISTINCT account_id FROM ${usage})`,
  );
  const [all, unknown] = [found.numbers('n')[0], found.numbers('unknown')[0]];
  if (unknown === 0) return [];
  const sentence = `usage_daily: ${unknown} of its ${all} account ids are not in accounts`;
  if (unknown === all) throw new Refusal(`${dir} was not used`, [`${sentence}; use the same ids in both`]);
  return [`${sentence}; their usage was not used`];
}

function nextMonday(ms: number): number {
  const weekday = (new Date(ms).getUTCDay() + 6) % 7;
  return ms + ((7 - weekday) % 7) * MS_PER_DAY;
}

/** Without a published calendar every day is an ordinary one. */
function flatCalendar(epoch: number, weeks: number): string {
  const first = isoDate(epoch - 53 * MS_PER_WEEK);
  return `(SELECT DATE '${first}' + day::INTEGER AS calendar_date, 1.0::DOUBLE AS usage_factor FROM range(${(weeks + 106) * 7}) AS days(day))`;
}

interface Opened extends Pick<Ingested, 'calendar' | 'notes' | 'truthDir' | 'source'> {
  readonly doors: ReadonlyMap<string, string>;
}

/** Names every table as a view, empty where absent, so that label.sql reads like the contracts; counts and fingerprints them. */
async function describe(lake: Lake, { doors, ...opened }: Opened): Promise<Ingested> {
  const versions: Record<string, number> = {};
  const rows: Record<string, number> = {};
  const hash = createHash('sha256');
  for (const contract of CONTRACTS) {
    const relation = doors.get(contract.name);
    await lake.run(
      `CREATE OR REPLACE TEMP VIEW ${sqlName(contract.name)} AS SELECT * FROM ${relation ?? emptyRelation(contract)}`,
    );
    if (relation === undefined) continue;
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

function emptyRelation({ columns }: TableContract): string {
  const typed = columns.map(({ name, sqlType }) => `NULL::${sqlType} AS ${sqlName(name)}`);
  return `(SELECT ${typed.join(', ')} WHERE false)`;
}
