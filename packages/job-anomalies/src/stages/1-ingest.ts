import { Refusal, type Source } from '@applied-modeling/command';
import {
  describeFiles,
  ingestFiles,
  type Lake,
  type LakeOptions,
  measureDelays,
  measureHistory,
  openAndRead,
  readKnownTables,
} from '@applied-modeling/lakehouse';
import type { Ingested } from '../domain.ts';
import { maturesAfterDays } from '../label.ts';
import { minimumHistoryDays, planCalendar } from '../settings.ts';
import { jobRunTimeline, OPTIONAL_TABLES, REQUIRED_TABLES } from '../tables.ts';

/** Opens the tables, and nothing that was not known by `now`. The world and a person's own files pass the same contracts. */
export async function ingest(source: Source, options: LakeOptions): Promise<Ingested> {
  if (source.kind === 'files') return openAndRead(source.lakeDir, options, (lake) => readFiles(lake, source.dir));
  const { seed, size, world } = source;
  return openAndRead(world.lakeDir, options, async (lake) => ({
    ...(await readUntilNow(lake, world.clock.epoch, 7 * world.weeks)),
    source: { kind: 'simulated', seed, size, generator: world.generator },
    truthDir: world.truthDir,
    notes: [],
  }));
}

/** What a person's own files may be. */
export function explainData(): string {
  return describeFiles(REQUIRED_TABLES, OPTIONAL_TABLES, {
    of: jobRunTimeline,
    weeks: Math.ceil(minimumHistoryDays() / 7),
  });
}

async function readFiles(lake: Lake, dir: string): Promise<Ingested> {
  const tables = [
    ...REQUIRED_TABLES.map((contract) => ({ contract, required: true })),
    ...OPTIONAL_TABLES.map((contract) => ({ contract, required: false })),
  ];
  const files = await ingestFiles(lake, dir, tables, { committedAt: new Date(0) });
  if (files.kind === 'refused') {
    const problems = files.problems.map(({ table, problem }) => `${table}: ${problem}`);
    throw new Refusal(`${dir} was not read; nothing was written`, problems);
  }
  const minimum = { steps: minimumHistoryDays(), because: `a label takes ${maturesAfterDays} days to mature` };
  const { epoch, steps, problems } = await measureHistory(lake, jobRunTimeline, { step: 'day', row: 'hour', minimum });
  if (problems.length > 0) throw new Refusal(`${dir} was not used`, problems);
  const known = await readUntilNow(lake, epoch, steps);
  const delays = await measureDelays(lake, [jobRunTimeline], new Date(known.calendar.now));
  if (delays.problems.length > 0) throw new Refusal(`${dir} was not used`, delays.problems);
  return { ...known, source: { kind: 'files', dir }, truthDir: null, notes: [...files.notes, ...delays.notes] };
}

async function readUntilNow(lake: Lake, epoch: number, days: number) {
  const calendar = planCalendar(epoch, days);
  return {
    lake,
    calendar,
    ...(await readKnownTables(lake, [...REQUIRED_TABLES, ...OPTIONAL_TABLES], { now: new Date(calendar.now) })),
  };
}
