import { renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  oneOf,
  openPlaces,
  publishRun,
  Refusal,
  type Session,
  type Size,
  type Stage,
  toggle,
  type Verb,
  verb,
  wholeNumber,
} from '@applied-modeling/command';
import { openLake } from '@applied-modeling/lakehouse';
import { pageFiles } from '@applied-modeling/report';
import { worldOfNewestRun } from '../score/newest-world.ts';
import { DRIFTS, INJECTED_AFTER, injectDrift } from './inject-drift.ts';
import { writeMetrics } from './metric-tables.ts';
import { monitorPage } from './monitor-page.ts';
import { type Replay, replay } from './replay.ts';
import { signalsOf } from './signals.ts';
import { readReplays, summariseReplays } from './summarise-replays.ts';
import { tellWatch } from './tell-watch.ts';
import type { Watch } from './watched-step.ts';

/** What a pipeline says of its stage 9. */
export interface MonitorDeclaration {
  readonly model: string;
  readonly command: string;
  readonly step: 'week' | 'day';
  readonly load: () => Promise<MonitorSteps>;
}

export interface MonitorSteps {
  /** Steps after those the model was trained on, scored by it. */
  readonly watchRun: (options: WatchOptions) => Promise<Watch>;
  /** Committed: what twenty replays said of the monitor. */
  readonly REPLAYS_FILE: URL;
}

export interface WatchOptions {
  readonly seed: number;
  readonly size: Size;
  readonly steps: number;
  readonly threads: number;
  readonly mlrunsDir: string;
  readonly worldsDir: string;
  readonly stage: Stage;
}

/** So many replays are saved; fewer are told. */
const REPLAYS = 20;
/** A year of weeks: an outcome may need a quarter to be known, and several are taken together. */
const STEPS = 52;

/**
 * `monitor`: the steps that follow, watched. Tells which signals alarm, leaves a report and two tables, and says how often each
 * signal alarms where nothing happened. A drift can be injected, to see which signal tells of it and how soon.
 */
export function monitorVerb(declaration: MonitorDeclaration): Verb {
  return verb({
    about: 'Watches the model on the steps that follow: drift, freshness, estimates, and outcomes as they mature.',
    flags: {
      steps: wholeNumber(`${declaration.step}s to watch`, { from: 8, to: 104, otherwise: STEPS }),
      inject: oneOf('let something happen, and see which signal tells of it', DRIFTS),
      replays: wholeNumber('small worlds in which false alarms and delays are measured; 20 are saved', {
        ...{ from: 0, to: 1000, otherwise: 0, otherwiseShown: 'none' },
      }),
      json: toggle('print one JSON object on stdout instead of the screen'),
    },
    run: async ({ steps, inject, replays, json }, session) =>
      replays > 0
        ? replayWorlds({ steps, replays }, session, declaration)
        : watchOne({ steps, inject, json }, session, declaration),
  });
}

async function watchOne(
  { steps, inject, json }: Readonly<{ steps: number; inject: (typeof DRIFTS)[number]; json: boolean }>,
  session: Session,
  declaration: MonitorDeclaration,
): Promise<number> {
  const { places, progress, print, clock } = session;
  const at = clock();
  openPlaces(places, at);
  const world = await worldOfNewestRun(places, declaration);
  if (world === null)
    throw new Refusal('the newest model learnt from your own files', ['a watch needs a simulated world']);
  const { watchRun, REPLAYS_FILE } = await declaration.load();
  const seen = await watchRun({ ...world, steps, ...asked(session) });
  const watch = injectDrift(seen, inject, INJECTED_AFTER);
  const signals = await progress.stage('signals', async () => signalsOf(watch));
  const told = { ...declaration, watch, signals, inject, replays: summariseReplays(readReplays(REPLAYS_FILE)) };
  const dir = join(places.runs, `monitor-${at}`);
  await progress.stage('report', async () => publishRun(dir, pageFiles(await monitorPage(told))));
  const lake = await openLake(join(places.scores, declaration.model), { threads: 1 });
  try {
    await writeMetrics(lake, watch, { granularity: `1 ${declaration.step}`, committedAt: new Date(at) });
  } finally {
    lake.close();
  }
  print(tellWatch({ ...told, report: join(dir, 'report.html') }, json));
  return 0;
}

async function replayWorlds(
  { steps, replays }: Readonly<{ steps: number; replays: number }>,
  session: Session,
  declaration: MonitorDeclaration,
): Promise<number> {
  openPlaces(session.places, session.clock());
  const { watchRun, REPLAYS_FILE } = await declaration.load();
  const quiet: Stage = (_, work) => work(() => undefined);
  const found = await session.progress.stage('replays', async (tick) => {
    const all: Replay[] = [];
    for (let seed = 1; seed <= replays; seed++) {
      all.push(replay(await watchRun({ ...asked(session), seed, size: 'small', steps, stage: quiet })));
      tick(seed, replays, 'worlds');
    }
    return all;
  });
  if (replays === REPLAYS) {
    const aside = new URL(`${REPLAYS_FILE.href}.partial`);
    writeFileSync(aside, `${JSON.stringify(found, null, 2)}\n`);
    renameSync(aside, REPLAYS_FILE);
  }
  session.print(`${JSON.stringify(found)}\n`);
  return 0;
}

function asked({ places, progress }: Session) {
  return {
    threads: availableParallelism(),
    ...{ mlrunsDir: places.mlruns, worldsDir: places.worlds, stage: progress.stage },
  };
}
