import { Refusal, type Source } from '@applied-modeling/command';
import {
  describeFiles,
  ingestFiles,
  type Lake,
  type LakeOptions,
  matchIds,
  measureDelays,
  measureHistory,
  openAndRead,
  readKnownTables,
} from '@applied-modeling/lakehouse';
import { isoDate, MS_PER_WEEK } from '@applied-modeling/synthetic';
import type { Ingested } from '../domain.ts';
import { maturesAfterDays } from '../label.ts';
import { minimumHistoryWeeks, planCalendar } from '../settings.ts';
import { accounts, OPTIONAL_TABLES, REQUIRED_TABLES, usageDaily } from '../tables.ts';

/**
 * Opens the tables the question is answered from, and nothing that was not known by `now`.
 *
 * A simulated world and a person's own files come in through the same contracts; from here on nobody can tell which it was,
 * except that only a simulation has a truth to be judged by. Own files are refused as a whole, with every reason at once.
 */
export async function ingest(source: Source, options: LakeOptions): Promise<Ingested> {
  return source.kind === 'files'
    ? openAndRead(source.lakeDir, options, (lake) => readFiles(lake, source.dir))
    : openAndRead(source.world.lakeDir, options, (lake) => readWorld(lake, source));
}

/** What a person's own files may be. */
export function explainData(): string {
  return describeFiles(REQUIRED_TABLES, OPTIONAL_TABLES, { of: usageDaily, weeks: minimumHistoryWeeks() });
}

const CONTRACTS = [...REQUIRED_TABLES, ...OPTIONAL_TABLES];

async function readFiles(lake: Lake, dir: string): Promise<Ingested> {
  const wanted = CONTRACTS.map((contract, index) => ({ contract, required: index < REQUIRED_TABLES.length }));
  const files = await ingestFiles(lake, dir, wanted, { committedAt: new Date(0) });
  if (files.kind === 'refused') {
    const problems = files.problems.map(({ table, problem }) => `${table}: ${problem}`);
    throw new Refusal(`${dir} was not read; nothing was written`, problems);
  }
  const because = `a label takes ${maturesAfterDays} days to mature and training, calibration and test must not share one`;
  const minimum = { steps: minimumHistoryWeeks(), because };
  const history = await measureHistory(lake, usageDaily, { step: 'week', row: 'day', minimum });
  const ids = await matchIds(lake, { entities: accounts, facts: usageDaily, tables: CONTRACTS });
  const problems = [...history.problems, ...ids.problems];
  if (problems.length > 0) throw new Refusal(`${dir} was not used`, problems);
  const calendar = planCalendar(history.epoch, history.steps);
  const delays = await measureDelays(lake, CONTRACTS, new Date(calendar.now));
  if (delays.problems.length > 0) throw new Refusal(`${dir} was not used`, delays.problems);
  const standIns = { calendar: flatCalendar(history.epoch, history.steps) };
  const known = await readKnownTables(lake, CONTRACTS, { now: new Date(calendar.now), standIns });
  const notes = [...files.notes, ...ids.notes, ...delays.notes];
  return { lake, calendar, ...known, notes, truthDir: null, source: { kind: 'files', dir } };
}

/** Without a published calendar every day is an ordinary one. */
function flatCalendar(epoch: number, weeks: number): string {
  const first = isoDate(epoch - 53 * MS_PER_WEEK);
  return `(SELECT DATE '${first}' + day::INTEGER AS calendar_date, 1.0::DOUBLE AS usage_factor FROM range(${(weeks + 106) * 7}) AS days(day))`;
}

async function readWorld(lake: Lake, { seed, size, world }: Extract<Source, { kind: 'simulated' }>) {
  const calendar = planCalendar(world.clock.epoch, world.weeks);
  const known = await readKnownTables(lake, CONTRACTS, { now: new Date(calendar.now) });
  const source = { kind: 'simulated', seed, size, generator: world.generator } as const;
  return { lake, calendar, ...known, notes: [], truthDir: world.truthDir, source };
}
