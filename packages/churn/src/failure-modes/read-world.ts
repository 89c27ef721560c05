import { inSmallWorld } from '@applied-modeling/command';
import { type Candidates, candidates } from '../candidates.ts';
import type { FeatureRows, Ingested, TrainingSet } from '../domain.ts';
import { labels } from '../label.ts';
import { ingest } from '../stages/1-ingest.ts';
import { features } from '../stages/2-features.ts';
import { joinLabels } from '../training-set/join-labels.ts';
import { type SimulateOptions, simulate } from '../world/simulate.ts';

/** A world as the stages of a run read it in some weeks. */
export interface WorldRead {
  readonly ingested: Ingested;
  readonly asked: Candidates;
  readonly known: FeatureRows;
  readonly set: TrainingSet;
}

/** Where the small world of a seed is kept, and which. */
export type SmallWorld = Omit<SimulateOptions, 'size'> & { readonly cacheDir: string };

/** Reads a small world; its lake is open until `use` is done. */
export function readWorld<T>(
  world: SmallWorld,
  weeksOf: (calendar: Ingested['calendar']) => readonly number[],
  use: (read: WorldRead) => T | Promise<T>,
): Promise<T> {
  const { cacheDir, ...options } = world;
  const steps = { ingest, simulate: (dir: string, small: SimulateOptions) => simulate(dir, { ...options, ...small }) };
  return inSmallWorld(steps, world, async (ingested: Ingested) => {
    const asked = await candidates(ingested, weeksOf(ingested.calendar));
    const known = await features(ingested, asked);
    return use({ ingested, asked, known, set: await joinLabels(ingested, known, await labels(ingested, asked)) });
  });
}
