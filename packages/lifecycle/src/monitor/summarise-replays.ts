import { existsSync, readFileSync } from 'node:fs';
import type { Size } from '@applied-modeling/command';
import { quantileOf } from '@applied-modeling/evaluation';
import { CADENCES } from './cadence.ts';
import type { Drift } from './inject-drift.ts';
import type { Replay } from './replay.ts';

/** How far a monitor can be believed. */
export interface ReplaysSummary {
  readonly worlds: number;
  /** Of these worlds. */
  readonly size: Size;
  /** All signals together. */
  readonly falseAlarmsAQuarter: number;
  readonly bySignal: Readonly<Record<string, number>>;
  readonly detected: Readonly<Record<Exclude<Drift, 'none'>, DriftDetected>>;
}

export interface DriftDetected {
  /** In how many worlds any signal told of it. */
  readonly found: number;
  /** Steps until the first alarm, the median of those; NaN where there is none. */
  readonly medianAfter: number;
  /** How often each signal was the first, most often first; of those of one step, the first of the list. */
  readonly by: readonly (readonly [string, number])[];
}

/** What was saved last; none where nobody has replayed yet. */
export function readReplays(file: URL): readonly Replay[] {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** null where nothing was replayed. */
export function summariseReplays(replays: readonly Replay[]): ReplaysSummary | null {
  if (replays.length === 0) return null;
  const quarters = replays.reduce((sum, { steps, cadence }) => sum + steps / CADENCES[cadence].quarter, 0);
  const alarms = (name: string) => replays.reduce((sum, one) => sum + one.falseAlarms[name], 0) / quarters;
  const bySignal = Object.fromEntries(Object.keys(replays[0].falseAlarms).map((name) => [name, alarms(name)]));
  const drifts = Object.keys(replays[0].detected) as Exclude<Drift, 'none'>[];
  return {
    ...{ worlds: replays.length, size: replays[0].size },
    falseAlarmsAQuarter: Object.values(bySignal).reduce((sum, one) => sum + one, 0),
    bySignal,
    detected: Object.fromEntries(
      drifts.map((drift) => [drift, summariseDrift(replays.flatMap(({ detected }) => detected[drift] ?? []))]),
    ) as unknown as ReplaysSummary['detected'],
  };
}

function summariseDrift(found: readonly NonNullable<Replay['detected'][Exclude<Drift, 'none'>]>[]): DriftDetected {
  return {
    found: found.length,
    medianAfter: quantileOf(
      Float64Array.from(found, ({ after }) => after),
      0.5,
    ),
    by: [...new Set(found.map(({ by }) => by))]
      .map((signal) => [signal, found.filter(({ by }) => by === signal).length] as const)
      .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])),
  };
}
