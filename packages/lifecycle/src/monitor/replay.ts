import type { Size } from '@applied-modeling/command';
import { alarmsOf } from './alarms.ts';
import { CADENCES, type Cadence } from './cadence.ts';
import { DRIFTS, type Drift, injectDrift } from './inject-drift.ts';
import { monitorSettings, type Signal, signalsOf } from './signals.ts';
import type { Watch } from './watched-step.ts';

/** What one watch says of the monitor itself. */
export interface Replay {
  readonly seed: number;
  readonly cadence: Cadence;
  readonly size: Size;
  readonly steps: number;
  /** By signal: alarms of a watch in which nothing happened. */
  readonly falseAlarms: Readonly<Record<string, number>>;
  /** By injected drift: which signal told of it first, and how many steps later; null where none did. */
  readonly detected: Readonly<Record<Exclude<Drift, 'none'>, { readonly by: string; readonly after: number } | null>>;
}

/** A watch in which nothing happened, and the same with each drift: an alarm the first has as well does not count in the second. */
export function replay(watch: Watch, { seed, size }: Pick<Replay, 'seed' | 'size'>): Replay {
  const { injectedAfter } = CADENCES[watch.cadence];
  const quiet = alarmsIn(signalsOf(watch));
  const detected = DRIFTS.filter((drift) => drift !== 'none').map((drift) => {
    const found = Object.entries(alarmsIn(signalsOf(injectDrift(watch, drift, injectedAfter))));
    const first = found
      .flatMap(([by, alarms]) => {
        const told = alarms.filter((at) => at >= injectedAfter && !quiet[by].includes(at));
        return told.map((at) => ({ by, after: at - injectedAfter }));
      })
      .sort((a, b) => a.after - b.after);
    return [drift, first[0] ?? null];
  });
  return {
    ...{ seed, cadence: watch.cadence, size, steps: watch.steps.length },
    falseAlarms: Object.fromEntries(Object.entries(quiet).map(([name, alarms]) => [name, alarms.length])),
    detected: Object.fromEntries(detected) as Replay['detected'],
  };
}

/** By signal, the places at which an alarm is raised. */
export function alarmsIn(signals: readonly Signal[]): Readonly<Record<string, readonly number[]>> {
  const alarms = signals.map(({ name, values, limit }) => [name, alarmsOf(values, limit, monitorSettings.consecutive)]);
  return Object.fromEntries(alarms);
}
