import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  asTyped,
  oneOf,
  openPlaces,
  publishRun,
  Refusal,
  type Session,
  type Simulate,
  type Size,
  type Stage,
  type TrainOptions,
  toggle,
  type Verb,
  verb,
  wholeNumber,
} from '@applied-modeling/command';
import { openLake } from '@applied-modeling/lakehouse';
import { pageFiles } from '@applied-modeling/report';
import { worldOfNewestRun } from '../score/newest-world.ts';
import type { ScoreDeclaration } from '../score/score-verb.ts';
import { CADENCES, type Cadence } from './cadence.ts';
import { DRIFTS, type Drift, injectDrift } from './inject-drift.ts';
import { writeMetrics } from './metric-tables.ts';
import { monitorPage } from './monitor-page.ts';
import { rankingQuality } from './ranking-quality.ts';
import { replayWorlds } from './replay-worlds.ts';
import { signalsOf } from './signals.ts';
import { readReplays, summariseReplays } from './summarise-replays.ts';
import { tellReplays } from './tell-replays.ts';
import { tellWatch } from './tell-watch.ts';
import type { Watch } from './watched-step.ts';

/** What a pipeline says of its stage 9. */
export interface MonitorDeclaration extends Omit<ScoreDeclaration, 'load'> {
  /** Of the worlds in which the monitor itself is measured; small ones, when left out. */
  readonly replayedIn?: Size;
  readonly load: () => Promise<MonitorSteps>;
}

export interface MonitorSteps {
  readonly simulate: Simulate;
  /** For a replay, whose model learnt from the world that is watched. */
  readonly trainRun: (options: TrainOptions<unknown>) => Promise<{ readonly ingested: { readonly lake: Closable } }>;
  /** Steps after those the model was trained on, scored by it. */
  readonly watchRun: (options: WatchOptions) => Promise<Watch>;
  /** Committed: what twenty replays said of the monitor. */
  readonly REPLAYS_FILE: URL;
}

interface Closable {
  close(): void;
}

export interface WatchOptions {
  readonly seed: number;
  readonly size: Size;
  readonly cadence: Cadence;
  readonly steps: number;
  readonly threads: number;
  readonly simulate: Simulate;
  readonly mlrunsDir: string;
  readonly worldsDir: string;
  readonly stage: Stage;
}

/**
 * `monitor`: the steps that follow, watched. Tells which signals alarm, leaves a report and two tables, and says how often each
 * signal alarms where nothing happened. A drift can be injected, to see which signal tells of it and how soon.
 */
export function monitorVerb(declaration: MonitorDeclaration): Verb {
  const { command, step: cadence, replayedIn = 'small' } = declaration;
  const { base, watched } = CADENCES[cadence];
  return verb({
    about: 'Watches the model on the steps that follow: drift, freshness, estimates, and outcomes as they mature.',
    flags: {
      steps: wholeNumber(`${cadence}s to watch`, { from: 2 * base, to: 2 * watched, otherwise: watched }),
      inject: oneOf('let something happen, and see which signal tells of it', DRIFTS),
      replays: wholeNumber(`${replayedIn} worlds in which false alarms and delays are measured; 20 are saved`, {
        ...{ from: 0, to: 1000, otherwise: 0, otherwiseShown: 'none' },
      }),
      json: toggle('print one JSON object on stdout instead of the screen'),
    },
    run: async ({ steps, inject, replays, json }, session) => {
      const { places, progress, print, clock } = session;
      const startedAt = clock();
      openPlaces(places, startedAt);
      const { watchRun, simulate, REPLAYS_FILE, ...load } = await declaration.load();
      const threads = availableParallelism();
      const asked = { cadence, steps, simulate, threads, mlrunsDir: places.mlruns, worldsDir: places.worlds };
      if (replays > 0) {
        if (inject !== 'none') throw new Refusal('a replay injects every drift in turn', ['leave out --inject']);
        const found = await progress.stage('replays', (tick) =>
          replayWorlds(
            { ...load, watchRun },
            { ...asked, replays, size: replayedIn, runsDir: places.runs, file: REPLAYS_FILE, tick, clock },
          ),
        );
        print(`${json ? JSON.stringify(found) : tellReplays(found, asTyped(`${command}:monitor`))}\n`);
        return 0;
      }
      const world = await worldOfNewestRun(places, declaration);
      if (world === null)
        throw new Refusal('the newest model learnt from your own files', ['a watch needs a simulated world']);
      const seen = await watchRun({ ...asked, ...world, stage: progress.stage });
      const told = await tellOf(seen, inject, { declaration, session, REPLAYS_FILE, startedAt });
      print(tellWatch(told, json));
      return 0;
    },
  });
}

interface Telling extends Pick<MonitorSteps, 'REPLAYS_FILE'> {
  readonly declaration: MonitorDeclaration;
  readonly session: Session;
  readonly startedAt: number;
}

/** Leaves the report and the two tables of a watch, with the drift in it, and hands on what a screen tells. */
async function tellOf(
  seen: Watch,
  inject: Drift,
  { declaration: { model }, session: { places, progress }, REPLAYS_FILE, startedAt }: Telling,
) {
  const watch = injectDrift(seen, inject, CADENCES[seen.cadence].injectedAfter);
  const signals = await progress.stage('signals', async () => signalsOf(watch));
  const replays = summariseReplays(readReplays(REPLAYS_FILE));
  const told = { model, watch, signals, quality: rankingQuality(watch), inject, replays };
  const dir = join(places.runs, `monitor-${startedAt}`);
  await progress.stage('report', async () => publishRun(dir, pageFiles(await monitorPage(told))));
  const lake = await openLake(join(places.scores, model), { threads: 1 });
  try {
    await writeMetrics(lake, watch, new Date(startedAt));
  } finally {
    lake.close();
  }
  return { ...told, report: join(dir, 'report.html') };
}
