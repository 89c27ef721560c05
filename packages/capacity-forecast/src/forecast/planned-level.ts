import { readFileSync } from 'node:fs';
import type { Serving } from '@applied-modeling/tracking';
import { conformalSettings } from '../settings.ts';

/**
 * A column `level_nodes`, as `planLevels` computes it, from the features, the structural forecast and the name of the family,
 * of which the feature is but the number.
 */
export const plannedLevel: Serving = {
  name: 'planned_level',
  python: readFileSync(new URL('./planned_level.py', import.meta.url), 'utf8'),
  inputs: { anchor_nodes: 'double', [`${conformalSettings.groupBy}_name`]: 'string' },
  outputs: ['level_nodes'],
};
