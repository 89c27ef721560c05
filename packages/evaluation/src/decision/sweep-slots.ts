import type { Contender } from '../ladder/climb-ladder.ts';
import type { NamedRung } from '../ladder/roles.ts';
import { precisionAtK } from '../metrics/precision-at-k.ts';
import { rankScores } from '../metrics/rank-scores.ts';
import { take } from '../rows.ts';
import { serveOnce } from './serve-once.ts';

/** Lists in the making: a group is a week, an entity is who is served once, and parallel to them what serving a row is worth. */
export interface QueuedRows {
  readonly group: Int32Array;
  readonly entity: Int32Array;
  readonly value: Float64Array;
  readonly cost: number;
  /** The rows whose outcome is known, and says what happens without being served. */
  readonly known: Uint32Array;
  /** One value a known row. */
  readonly label: ArrayLike<number>;
  readonly weight: ArrayLike<number>;
}

/** An order of the rows, largest first; nobody is served whose score is not above `above`. */
export interface QueuePolicy extends Contender {
  readonly above: number;
}

/** Every list runs parallel to `lengths`, the mean slots of a group, ascending. */
export interface SlotSweep {
  readonly lengths: readonly number[];
  /** The precision of a perfect ranking. */
  readonly achievable: readonly number[];
  readonly policies: readonly (NamedRung & Readonly<Record<'precision' | 'net', readonly number[]>>)[];
}

/** Precision among the slots, and money of those served, when a list holds this share of its group. */
export function sweepSlots(rows: QueuedRows, policies: readonly QueuePolicy[], shares: readonly number[]): SlotSweep {
  const judged = shares.map(precisionOfLists(rows, policies));
  const netOf = ({ ranking, above }: QueuePolicy, share: number) =>
    serveOnce({ ...rows, ranking }, (size) => share * size, above).reduce(
      (net, row) => net + rows.value[row] - rows.cost,
      0,
    );
  return {
    lengths: shares.map((share) => Math.round((share * rows.group.length) / new Set(rows.group).size)),
    achievable: judged.map(([{ achievable }]) => achievable),
    policies: policies.map((policy, index) => ({
      ...{ name: policy.name, role: policy.role },
      precision: judged.map((precisions) => precisions[index].precision),
      net: shares.map((share) => netOf(policy, share)),
    })),
  };
}

/** Precision of every policy at a share of slots. */
function precisionOfLists({ group, known, label, weight }: QueuedRows, policies: readonly QueuePolicy[]) {
  const rankings = policies.map(({ ranking }) => rankScores(take(Float64Array.from(ranking.score), known)));
  const judged = { label, weight, group: take(group, known) };
  return (share: number) => rankings.map((score) => precisionAtK({ ...judged, score }, (size) => share * size));
}
