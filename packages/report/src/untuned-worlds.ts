/** What a pipeline claims of worlds nobody tuned to, from the `seeds.json` it keeps. */

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type AcrossWorlds, acrossWorlds, bestSimpler, type NamedRung, rungOf } from '@applied-modeling/evaluation';
import type { Figures } from './answer.ts';
import { estimate, range, usd } from './format.ts';

/** The figures of one world, as a run prints them. */
export interface UntunedWorld {
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly baselines?: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly money?: readonly PricedRung[];
  readonly gate_passed: boolean;
}

export type PricedRung = NamedRung & { readonly net_usd: number };

export interface UntunedWorlds<World extends UntunedWorld = UntunedWorld> {
  readonly worlds: readonly World[];
  readonly over: (figure: (world: World) => unknown) => AcrossWorlds;
  readonly metric: (name: string) => AcrossWorlds;
  readonly baseline: (rung: string, figure: string) => AcrossWorlds;
  /** In how many of them the gate passed: `1 of 5`. */
  readonly gate: string;
}

/**
 * Means, intervals and ranges over the worlds of a file; not a number where the file is older than the figure, or still empty, as
 * it is before the first worlds are trained. Throws where
 * there is no file: an answer without its worlds would speak of a world somebody tuned to.
 */
export function readUntunedWorlds<World extends UntunedWorld = UntunedWorld>(file: URL): UntunedWorlds<World> {
  if (!existsSync(file))
    throw new Error(
      `${fileURLToPath(file)}: no such file, expected the worlds nobody tuned to; run the pipeline's \`seeds\` script`,
    );
  const worlds: readonly World[] = JSON.parse(readFileSync(file, 'utf8'));
  const over = (figure: (world: World) => unknown): AcrossWorlds => {
    const found = worlds.map(figure) as readonly number[];
    return found.length > 1 && found.every(Number.isFinite) ? acrossWorlds(found) : UNKNOWN;
  };
  return {
    worlds,
    over,
    metric: (name: string) => over(({ metrics }) => metrics[name]),
    baseline: (rung: string, figure: string) => over(({ baselines }) => baselines?.[rung]?.[figure]),
    gate: `${worlds.filter(({ gate_passed }) => gate_passed).length} of ${worlds.length}`,
  };
}

const UNKNOWN = { estimate: NaN, low: NaN, high: NaN, standardError: NaN, least: NaN, most: NaN };

/**
 * The ladder in dollars: rows of a table, this run's dollars last, and by how much the model beats the best simpler rung. One world's dollars hang on a few large accounts, so the verdict is that of the worlds.
 */
export function tellMoney({ worlds, over }: UntunedWorlds, money: readonly PricedRung[]): Figures {
  const netIn = (world: UntunedWorld, { name }: NamedRung) =>
    world.money?.find((rung) => rung.name === name)?.net_usd ?? Number.NaN;
  const rungs = money.map((rung) => ({ ...rung, across: over((world) => netIn(world, rung)) }));
  const model = rungOf(rungs, 'model');
  const worth = ({ across }: (typeof rungs)[number]) => across.estimate || Number.NEGATIVE_INFINITY;
  const best = bestSimpler(rungs, worth);
  const beyond = over((world) => netIn(world, model) - netIn(world, best));
  const better = worlds.filter((world) => netIn(world, model) > netIn(world, best)).length;
  const rows = rungs.map(({ name, net_usd, across }) => [
    ...[name, usd(across.estimate), range([across.least, across.most], usd), usd(net_usd)],
  ]);
  return {
    money_rows: rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    best_simpler_queue: best.name,
    worlds_model_minus_best: `${estimate(beyond, usd)} and in ${better} of ${worlds.length} worlds`,
    money_verdict: beyond.low > 0 ? 'more than noise' : 'not more than noise',
  };
}
