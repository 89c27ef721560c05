import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type RunMetrics, runFiles } from './run-metrics.ts';

/**
 * The newest earlier run of the same seed and size that passed its audit, for the line that says what changed. `figure` is
 * the metric that line compares. A file that is damaged or of another kind is passed over: no run is lost because an earlier
 * one is.
 */
export function previousRun<Metrics extends RunMetrics>(runDir: string, now: Metrics, figure: string): Metrics | null {
  if (now.seed === null) return null;
  const comparable = readdirSync(dirname(runDir))
    .filter((name) => name !== basename(runDir))
    .flatMap((name) => readRun(join(dirname(runDir), name, runFiles.metrics)))
    .filter(({ metrics }) => isComparable(metrics, now, figure));
  return (comparable.sort((a, b) => b.modifiedAt - a.modifiedAt)[0]?.metrics as Metrics | undefined) ?? null;
}

/** None, where the file is not there or no JSON. */
function readRun(file: string): { metrics: unknown; modifiedAt: number }[] {
  try {
    return [{ metrics: JSON.parse(readFileSync(file, 'utf8')), modifiedAt: statSync(file).mtimeMs }];
  } catch {
    return [];
  }
}

function isComparable(found: unknown, now: RunMetrics, figure: string): boolean {
  const before = found as Partial<RunMetrics> | null;
  return (
    before?.seed === now.seed &&
    before.size === now.size &&
    before.audit?.passed === true &&
    typeof before.metrics?.[figure] === 'number' &&
    before.fingerprints?.data !== undefined
  );
}
