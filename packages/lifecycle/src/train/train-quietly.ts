import type { Size, Stage } from '@applied-modeling/command';
import type { MonitorSteps } from '../monitor/monitor-verb.ts';

export interface QuietTraining {
  readonly seed: number;
  readonly size: Size;
  readonly threads: number;
  /** Steps that follow the history, and are part of what is learnt from here. */
  readonly following?: number;
  readonly worldsDir: string;
  readonly mlrunsDir: string;
  /** Of the run: a scratch folder. */
  readonly runsDir: string;
  readonly clock: () => number;
  /** Recorded in the place of a commit. */
  readonly commit: string;
}

/** Trains on a world and registers what comes of it, without a report and without a word; the tables are closed. */
export async function trainQuietly(
  { simulate, trainRun }: Pick<MonitorSteps, 'simulate' | 'trainRun'>,
  { following = 0, worldsDir, ...options }: QuietTraining,
): Promise<void> {
  const { seed, size, threads, clock } = options;
  const world = await simulate(worldsDir, { seed, size, threads, following, onProgress: () => undefined });
  const source = { kind: 'simulated', seed, size, world } as const;
  const silent = { stage: inSilence, publish: async () => undefined };
  const run = await trainRun({
    ...options,
    ...silent,
    source,
    plantLeak: false,
    startedAt: clock(),
  });
  run.ingested.lake.close();
}

export const inSilence: Stage = (_, work) => work(() => undefined);
