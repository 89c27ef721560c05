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
import type { Ingested } from '../domain.ts';
import { labelContract, labelProblems, maturesAfterDays } from '../label.ts';
import { minimumHistoryWeeks, planCalendar } from '../settings.ts';
import { OPTIONAL_TABLES, REQUIRED_TABLES, series, usageHourly } from '../tables.ts';

/**
 * Opens the tables the levels are planned from, as they were known at `now`; that week's Monday comes after the last correction.
 *
 * A simulated world and a person's own files pass the same contracts. Only the first has a truth to be judged by; the second are
 * refused as a whole, with every reason at once.
 */
export async function ingest(source: Source, options: LakeOptions): Promise<Ingested> {
  const problems = labelProblems(labelContract);
  if (problems.length > 0) throw new Refusal('label.ts: no level can be planned for this label', problems);
  return source.kind === 'files'
    ? openAndRead(source.lakeDir, options, (lake) => readFiles(lake, source.dir))
    : openAndRead(source.world.lakeDir, options, (lake) => readWorld(lake, source));
}

/** What a person's own files may be. */
export function explainData(): string {
  return describeFiles(REQUIRED_TABLES, OPTIONAL_TABLES, { of: usageHourly, weeks: minimumHistoryWeeks() });
}

const CONTRACTS = [...REQUIRED_TABLES, ...OPTIONAL_TABLES];

async function readWorld(lake: Lake, { seed, size, world }: Extract<Source, { kind: 'simulated' }>) {
  const calendar = planCalendar(world.clock.epoch, world.weeks);
  const known = await readKnownTables(lake, CONTRACTS, { now: new Date(calendar.now) });
  const source = { kind: 'simulated', seed, size, generator: world.generator } as const;
  return { lake, calendar, ...known, notes: [], truthDir: world.truthDir, source };
}

async function readFiles(lake: Lake, dir: string): Promise<Ingested> {
  const wanted = CONTRACTS.map((contract, index) => ({ contract, required: index < REQUIRED_TABLES.length }));
  const files = await ingestFiles(lake, dir, wanted, { committedAt: new Date(0) });
  if (files.kind === 'refused') {
    const problems = files.problems.map(({ table, problem }) => `${table}: ${problem}`);
    throw new Refusal(`${dir} was not read; nothing was written`, problems);
  }
  const because = `a level is judged ${maturesAfterDays} days after it was decided, and training, calibration and test must not share a week`;
  const minimum = { steps: minimumHistoryWeeks(), because };
  const { correctionDays } = labelContract;
  const history = await measureHistory(lake, usageHourly, { step: 'week', row: 'hour', correctionDays, minimum });
  const ids = await matchIds(lake, { entities: series, facts: usageHourly, tables: CONTRACTS });
  const problems = [...history.problems, ...ids.problems];
  if (problems.length > 0) throw new Refusal(`${dir} was not used`, problems);
  const calendar = planCalendar(history.epoch, history.steps);
  const delays = await measureDelays(lake, CONTRACTS, new Date(calendar.now));
  if (delays.problems.length > 0) throw new Refusal(`${dir} was not used`, delays.problems);
  const known = await readKnownTables(lake, CONTRACTS, { now: new Date(calendar.now) });
  const notes = [...files.notes, ...ids.notes, ...delays.notes];
  return { lake, calendar, ...known, notes, truthDir: null, source: { kind: 'files', dir } };
}
