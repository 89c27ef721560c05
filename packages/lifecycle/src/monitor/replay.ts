import { alarmsOf } from './alarms.ts';
import { DRIFTS, type Drift, INJECTED_AFTER, injectDrift } from './inject-drift.ts';
import { monitorSettings, SIGNALS, type SignalName, type Signals, signalsOf } from './signals.ts';
import type { Watch } from './watched-step.ts';

/** What one watch says of the monitor itself. */
export interface Replay {
  readonly steps: number;
  /** Alarms of a watch in which nothing happened. */
  readonly falseAlarms: Readonly<Record<SignalName, number>>;
  /** By injected drift: which signal told of it first, and how many steps later; null where none did. */
  readonly detected: Readonly<
    Record<Exclude<Drift, 'none'>, { readonly by: SignalName; readonly after: number } | null>
  >;
}

/** A watch in which nothing happened, and the same with each drift: an alarm the first has as well does not count in the second. */
export function replay(watch: Watch): Replay {
  const quiet = alarmsIn(signalsOf(watch));
  const detected = DRIFTS.filter((drift) => drift !== 'none').map((drift) => {
    const found = alarmsIn(signalsOf(injectDrift(watch, drift, INJECTED_AFTER)));
    const first = SIGNALS.flatMap((by) =>
      found[by]
        .filter((at) => at >= INJECTED_AFTER && !quiet[by].includes(at))
        .map((at) => ({ by, after: at - INJECTED_AFTER })),
    ).sort((a, b) => a.after - b.after);
    return [drift, first[0] ?? null];
  });
  return {
    steps: watch.steps.length,
    falseAlarms: Object.fromEntries(SIGNALS.map((name) => [name, quiet[name].length])) as Replay['falseAlarms'],
    detected: Object.fromEntries(detected) as Replay['detected'],
  };
}

/** By signal, the places at which an alarm is raised. */
export function alarmsIn(signals: Signals): Readonly<Record<SignalName, readonly number[]>> {
  const { limits, consecutive } = monitorSettings;
  return Object.fromEntries(
    SIGNALS.map((name) => [name, alarmsOf(signals[name], limits[name], consecutive)]),
  ) as Readonly<Record<SignalName, readonly number[]>>;
}
