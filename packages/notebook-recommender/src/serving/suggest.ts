import { availableParallelism } from 'node:os';
import { Refusal, type Session, type Simulate, withSource } from '@applied-modeling/command';
import { isoDate } from '@applied-modeling/synthetic';
import { retrieve } from '../candidates.ts';
import type { Ingested } from '../domain.ts';
import { readDirectory } from '../retrieval/directory.ts';
import { ingest } from '../stages/1-ingest.ts';
import { features } from '../stages/2-features.ts';
import { loadModel } from './load-model.ts';
import { readReasons } from './reasons.ts';
import { slateOf } from './slate.ts';
import { type AnsweredPage, tellSlate } from './tell-slate.ts';

/** Who opens a page, when, and on whose tables; as far as it was said. */
export type Asked = Readonly<Record<'user' | 'at' | 'data', string | undefined>>;

/**
 * The slate of one person at one instant, with a reason for each notebook, or why there is none. It goes the way of training: the same
 * shelf, the same windows, so that what it says of last March is what it would have said last March.
 */
export async function suggest(
  asked: Asked,
  session: Pick<Session, 'places' | 'progress' | 'print'>,
  simulate: Simulate,
): Promise<number> {
  const { world, ...loaded } = await loadModel(session.places);
  if (world === null && asked.data === undefined)
    throw new Refusal('the newest model learnt from your own files', ['name them again: --data DIR']);
  const tables = {
    ...(world ?? { seed: 0, size: 'small' as const }),
    data: asked.data,
    threads: availableParallelism(),
  };
  return withSource(tables, session, simulate, async (source) => {
    const ingested = await ingest(source, { threads: tables.threads, memoryLimit: '1GB' });
    try {
      session.print(tellSlate(await answerPage(ingested, asked, loaded)));
      return 0;
    } finally {
      ingested.lake.close();
    }
  });
}

type Loaded = Omit<Awaited<ReturnType<typeof loadModel>>, 'world'>;

/** One page, answered from what was known when it was opened. */
export async function answerPage(ingested: Ingested, asked: Asked, loaded: Loaded): Promise<AnsweredPage> {
  const { lake, calendar } = ingested;
  const directory = await readDirectory(lake);
  const person = whoOf(asked.user, directory.people.ids);
  const decidedMs = whenOf(asked.at, calendar);
  const page = { slateId: 'asked', person, decidedMs, day: calendar.lastMaturedStep };
  const found = await retrieve(lake, { directory, pages: [page], slates: new Map(), isJudged: () => true });
  const { permitted } = found.requests;
  const by = { user: directory.people.ids[person], decidedMs, permitted: permitted[0], ...loaded };
  if (found.item.length === 0) return { ...by, considered: 0, slate: null, reasons: [] };
  const set = await features(ingested, found);
  const slate = slateOf(set, loaded.model, Uint32Array.from(set.request.keys()));
  return { ...by, considered: set.rowCount, slate, reasons: await readReasons(lake, set, slate.rows) };
}

function whoOf(user: string | undefined, ids: readonly string[]): number {
  const person = ids.indexOf(user ?? '');
  if (person >= 0) return person;
  const found = user === undefined ? 'nobody was named' : `${user} is nobody of ${ids.length} users`;
  throw new Refusal(found, [`name one: --user ${ids[Math.floor(ids.length / 2)]}`]);
}

/** The instant that was asked for, within what the tables know; without one, now. */
function whenOf(at: string | undefined, { epoch, now }: Ingested['calendar']): number {
  if (at === undefined) return now;
  const asked = Date.parse(/[zZ]|[+-]\d\d:\d\d$/.test(at) ? at : `${at}Z`);
  if (asked >= epoch && asked <= now) return asked;
  const known = `${isoDate(epoch)} to ${isoDate(now)}`;
  throw new Refusal(
    Number.isNaN(asked) ? `--at ${at} is no instant` : `--at ${at} lies outside of the tables, ${known}`,
    [`expected one from ${known}, such as --at ${isoDate(now - 86_400_000)}T09:00`],
  );
}
