import { existsSync, readFileSync } from 'node:fs';
import type { Drift } from './inject-drift.ts';
import type { Replay } from './replay.ts';
import { SIGNALS, type SignalName } from './signals.ts';

/** Of weeks. */
export const STEPS_A_QUARTER = 13;

/** How far a monitor can be believed. */
export interface ReplaysSummary {
  readonly worlds: number;
  /** All signals together. */
  readonly falseAlarmsAQuarter: number;
  readonly bySignal: Readonly<Record<SignalName, number>>;
  readonly detected: Readonly<Record<Exclude<Drift, 'none'>, DriftDetected>>;
}

export interface DriftDetected {
  /** In how many worlds any signal told of it. */
  readonly found: number;
  /** Steps until the first alarm in the middle one of those; NaN where there is none. */
  readonly medianAfter: number;
  /** How often each signal was the first, most often first. */
  readonly by: readonly (readonly [SignalName, number])[];
}

/** What was saved last; none where nobody has replayed yet. */
export function readReplays(file: URL): readonly Replay[] {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** null where nothing was replayed. */
export function summariseReplays(replays: readonly Replay[]): ReplaysSummary | null {
  if (replays.length === 0) return null;
  const quarters = replays.reduce((sum, { steps }) => sum + steps, 0) / STEPS_A_QUARTER;
  const bySignal = Object.fromEntries(
    SIGNALS.map((name) => [name, replays.reduce((sum, one) => sum + one.falseAlarms[name], 0) / quarters]),
  ) as Record<SignalName, number>;
  const drifts = Object.keys(replays[0].detected) as Exclude<Drift, 'none'>[];
  return {
    worlds: replays.length,
    falseAlarmsAQuarter: SIGNALS.reduce((sum, name) => sum + bySignal[name], 0),
    bySignal,
    detected: Object.fromEntries(
      drifts.map((drift) => [drift, summariseDrift(replays.flatMap(({ detected }) => detected[drift] ?? []))]),
    ) as unknown as ReplaysSummary['detected'],
  };
}

function summariseDrift(found: readonly NonNullable<Replay['detected'][Exclude<Drift, 'none'>]>[]): DriftDetected {
  const after = found.map((one) => one.after).sort((a, b) => a - b);
  return {
    found: found.length,
    medianAfter: after[Math.floor(after.length / 2)] ?? Number.NaN,
    by: SIGNALS.map((signal) => [signal, found.filter((one) => one.by === signal).length] as const)
      .filter(([, times]) => times > 0)
      .sort((a, b) => b[1] - a[1]),
  };
}
