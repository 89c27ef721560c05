import type { TrainingSet } from '../domain.ts';

/** Rows whose whole cost is known. */
export function ranToTheEnd({ wasCut, cpuSeconds }: TrainingSet, rows: Uint32Array): Uint32Array {
  return rows.filter((row) => wasCut[row] === 0 && cpuSeconds[row] > 0);
}

export function logCpu({ cpuSeconds }: Pick<TrainingSet, 'cpuSeconds'>): Float32Array {
  return Float32Array.from(cpuSeconds, (seconds) => Math.log(Math.max(LEAST_SECONDS, seconds)));
}

const LEAST_SECONDS = 0.001;
