import { modelMatrix } from '@applied-modeling/feature-store';
import type { QueryRows, TrainingSet } from '../domain.ts';

/** What models read, in their order: of a training set, of some of its rows, or of one query at the gateway. */
export interface ModelColumns {
  readonly names: readonly string[];
  readonly columns: readonly Float32Array[];
}

export function modelColumns(set: QueryRows): ModelColumns {
  return { names: set.modelColumns, columns: modelMatrix(set) };
}

/** Rows whose whole cost is known. */
export function ranToTheEnd({ wasCut, cpuSeconds }: TrainingSet, rows: Uint32Array): Uint32Array {
  return rows.filter((row) => wasCut[row] === 0 && cpuSeconds[row] > 0);
}

export function logCpu({ cpuSeconds }: Pick<TrainingSet, 'cpuSeconds'>): Float32Array {
  return Float32Array.from(cpuSeconds, (seconds) => Math.log(Math.max(LEAST_SECONDS, seconds)));
}

const LEAST_SECONDS = 0.001;
