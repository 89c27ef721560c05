import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal, type RunMetrics, runFiles } from '@applied-modeling/command';
import {
  decimal,
  estimate,
  layOut,
  pairRuns,
  type RunDifference,
  type ScreenBlock,
  signed,
} from '@applied-modeling/report';
import { openFileStore, type RunRecord } from '@applied-modeling/tracking';
import type { Governed } from './standing-now.ts';

/** Two versions side by side, by what their runs recorded. */
export interface Comparison {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  /** Where they differ: name → left, right; null where one has none. */
  readonly params: Readonly<Record<string, Pair<string>>>;
  readonly metrics: Readonly<Record<string, Pair<number>>>;
  /** The figure that runs are compared by, right − left; null where the folder of a run is gone, and with it the resamples. */
  readonly difference: RunDifference | null;
  readonly figure: string;
}

type Pair<T> = readonly [T | null, T | null];

/** @throws Refusal where one is the rule, which no run judged by itself */
export async function compareVersions(
  { mlruns, runs }: { readonly mlruns: string; readonly runs: string },
  { registry, name, standing }: Governed,
  { left, right, figure }: { readonly left: number; readonly right: number; readonly figure: string },
): Promise<Comparison> {
  for (const version of [left, right])
    if (version === standing.rule)
      throw new Refusal(`version ${version} of ${name} is the rule, which has no run of its own`, [
        'every run compares its model with it: see the ladder in a report; name two models: --left N --right M',
      ]);
  const store = openFileStore(mlruns);
  const recordOf = async (version: number) => store.readRun((await registry.version(name, version)).runId);
  const [a, b] = [await recordOf(left), await recordOf(right)];
  const [before, after] = [await metricsOf(runs, a), await metricsOf(runs, b)];
  return {
    ...{ name, left, right, figure },
    params: pairs(a.params, b.params, (one, other) => one !== other),
    metrics: pairs(a.metrics, b.metrics, () => true),
    difference: before && after && pairRuns(before, after, figure),
  };
}

function pairs<T>(
  left: Readonly<Record<string, T>>,
  right: Readonly<Record<string, T>>,
  isTold: (a: T | null, b: T | null) => boolean,
): Readonly<Record<string, Pair<T>>> {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].toSorted();
  const all = names.map((key) => [key, [left[key] ?? null, right[key] ?? null]] as const);
  return Object.fromEntries(all.filter(([, [a, b]]) => isTold(a, b)));
}

/** Null where the folder of the run is gone: MLflow keeps the figures, not the resamples. */
async function metricsOf(runsDir: string, { runId }: RunRecord): Promise<RunMetrics | null> {
  try {
    return JSON.parse(await readFile(join(runsDir, runId.slice(0, 12), runFiles.metrics), 'utf8'));
  } catch {
    return null;
  }
}

/** One screen. */
export function tellComparison({ name, left, right, figure, params, metrics, difference }: Comparison): string {
  const [one, other] = [`version ${left}`, `version ${right}`];
  const told =
    difference === null
      ? 'no interval: the folder of a run is gone'
      : difference.isPaired
        ? `right − left ${estimate(difference, signed)}, paired on the same test rows`
        : `right − left ${signed(difference.estimate)}, no interval: ${difference.why ?? 'a run kept no resamples'}`;
  const changed = Object.entries(params).map(([param, [a, b]]) => ({ param, [one]: a ?? '—', [other]: b ?? '—' }));
  return layOut([
    { kind: 'sentence', text: `${name}, ${figure.replaceAll('_', ' ')}: ${told}` },
    ...(changed.length > 0
      ? [{ kind: 'table', words: ['param'], rows: changed } as ScreenBlock]
      : [{ kind: 'sentence', text: 'Trained with the same parameters.' } as ScreenBlock]),
    {
      kind: 'table',
      words: ['metric'],
      rows: Object.entries(metrics).map(([metric, [a, b]]) => ({
        metric,
        [one]: decimal(a, 4),
        [other]: decimal(b, 4),
        difference: a === null || b === null ? '—' : signed(b - a, 4),
      })),
    },
  ]);
}
