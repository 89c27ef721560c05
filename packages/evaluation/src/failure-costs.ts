import { type AcrossWorlds, acrossWorlds } from './across-worlds.ts';
import { meanOf } from './mean-of.ts';

/** A failure mode as it went in one world: the careless way beside the correct one, each live, in dollars. */
export type FailureTried = Readonly<Record<'careless' | 'correct', { readonly live: { readonly netUsd: number } }>>;

/** Correct less careless, live, over worlds; and in how many of them the correct way earned more. */
export type FailureCost = AcrossWorlds & { readonly worldsBetter: number };

/** Means over all worlds, and what each failure costs: one world shows a mechanism, twenty show how often the sign holds. */
export function failureCosts<Mode extends string, World extends Readonly<Record<Mode, FailureTried>>>(
  worlds: readonly World[],
  modes: readonly Mode[],
) {
  const costs = modes.map((mode): [Mode, FailureCost] => {
    const gains = worlds.map(({ [mode]: { careless, correct } }) => correct.live.netUsd - careless.live.netUsd);
    return [mode, { ...acrossWorlds(gains), worldsBetter: gains.filter((gain) => gain > 0).length }];
  });
  const gainUsd = Object.fromEntries(costs) as Readonly<Record<Mode, FailureCost>>;
  return { worlds: worlds.length, mean: meanOf(worlds), gainUsd };
}
