import { Refusal } from '@applied-modeling/command';
import { buildTrainingSet, compileFeatures, type Door, type TrainingSet } from '@applied-modeling/feature-store';
import type { Ingested } from '../domain.ts';
import { machineFeatures } from '../features.ts';

/**
 * One row per candidate, with what was known of it at its decision; no label comes near this stage. Another `door` than `as-of`
 * is for the planted leak alone.
 */
export async function features(
  { lake, relation }: Ingested,
  asked: string,
  door: Door = 'as-of',
): Promise<TrainingSet> {
  const spine = { relation: asked, keys: ['machine_id'], carry: ['week'] };
  const rows = await buildTrainingSet(lake, compileFeatures(machineFeatures, { spine, relation, door }));
  if (rows.rowCount === 0)
    throw new Refusal('no machine to decide about', ['readings: no row is known at any decision']);
  return rows;
}
