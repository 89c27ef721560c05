import { type AcrossWorlds, acrossWorlds } from './across-worlds.ts';
import { meanOf } from './mean-of.ts';

/** A failure mode as it went in one world: the careless way beside the correct one, each live, by some figures of which more is better. */
export type FailureTried<Figure extends string = 'netUsd'> = Readonly<
  Record<'careless' | 'correct', { readonly live: Readonly<Record<Figure, number>> }>
>;

/** Correct less careless, live, over worlds; and in how many of them the correct way had more. */
export type FailureCost = AcrossWorlds & { readonly worldsBetter: number };

/** Means over all worlds, and what each failure costs in dollars: one world shows a mechanism, twenty show how often the sign holds. */
export function failureCosts<Mode extends string, World extends Readonly<Record<Mode, FailureTried>>>(
  worlds: readonly World[],
  modes: readonly Mode[],
) {
  return { worlds: worlds.length, mean: meanOf(worlds), gainUsd: failureGains(worlds, modes, 'netUsd') };
}

/** What each failure costs by one figure. */
export function failureGains<Mode extends string, Figure extends string>(
  worlds: readonly Readonly<Record<Mode, FailureTried<Figure>>>[],
  modes: readonly Mode[],
  figure: Figure,
): Readonly<Record<Mode, FailureCost>> {
  const costs = modes.map((mode): [Mode, FailureCost] => {
    const gains = worlds.map(({ [mode]: { careless, correct } }) => correct.live[figure] - careless.live[figure]);
    return [mode, { ...acrossWorlds(gains), worldsBetter: gains.filter((gain) => gain > 0).length }];
  });
  return Object.fromEntries(costs) as Readonly<Record<Mode, FailureCost>>;
}
