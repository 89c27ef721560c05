import { renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inScratchFolder, REPLAYED, Refusal, type Size, type Tick } from '@applied-modeling/command';
import { inSilence, trainQuietly } from '../train/train-quietly.ts';
import type { MonitorSteps, WatchOptions } from './monitor-verb.ts';
import { type Replay, replay } from './replay.ts';

/** A run of exactly so many is saved; another is only told. */
const SAVED = 20;

interface Replaying extends Omit<WatchOptions, 'seed' | 'stage' | 'mlrunsDir'> {
  readonly replays: number;
  readonly size: Size;
  readonly runsDir: string;
  readonly file: URL;
  readonly clock: () => number;
  readonly tick: Tick;
}

/**
 * Watches the worlds of the seeds from 1 on, each with a model that learnt from its history, and saves what twenty of them said of the
 * monitor. A model of another world would be watched for being a stranger there. A world too small to judge a model by is passed over.
 */
export async function replayWorlds(
  steps: Pick<MonitorSteps, 'trainRun' | 'watchRun'>,
  { replays, file, tick, ...asked }: Replaying,
): Promise<readonly Replay[]> {
  const found: Replay[] = [];
  for (let seed = 1; found.length < replays; seed++) {
    const replayed = await replaySeed(seed, steps, asked);
    if (!(replayed instanceof Refusal)) found.push(replayed);
    else if (seed >= MOST_SEEDS * replays) throw replayed;
    tick(found.length, replays, 'worlds');
  }
  if (replays === SAVED) {
    const aside = new URL(`${file.href}.partial`);
    writeFileSync(aside, `${JSON.stringify(found, null, 2)}\n`);
    renameSync(aside, file);
  }
  return found;
}

/** Seeds tried for each world that is wanted, before the refusal of one is passed on. */
const MOST_SEEDS = 3;

async function replaySeed(
  seed: number,
  { trainRun, watchRun }: Pick<MonitorSteps, 'trainRun' | 'watchRun'>,
  { runsDir, clock, ...asked }: Omit<Replaying, 'replays' | 'file' | 'tick'>,
): Promise<Replay | Refusal> {
  const { size, simulate } = asked;
  return inScratchFolder(dirname(runsDir), REPLAYED, async (scratch) => {
    const mlrunsDir = join(scratch, 'mlruns');
    const recorded = { mlrunsDir, runsDir: scratch, clock, commit: 'replay' };
    const refusal = await trainQuietly({ simulate, trainRun }, { ...asked, ...recorded, seed }).catch(refusalOf);
    return refusal ?? replay(await watchRun({ ...asked, seed, mlrunsDir, stage: inSilence }), { seed, size });
  });
}

/** Of training alone: what else is refused is a fault of ours, and no small world. */
function refusalOf(failure: unknown): Refusal {
  if (failure instanceof Refusal) return failure;
  throw failure;
}
