import { type ClusterBootstrapOptions, clusterBootstrap } from '../bootstrap/cluster-bootstrap.ts';
import { pairedDifference } from '../bootstrap/paired-difference.ts';
import { type Interval, intervalOf } from '../interval.ts';
import { type NamedRung, rungOf } from '../ladder/roles.ts';

/** A rung of the ladder in money: what serving its rows gains and costs. */
export interface PricedQueue extends NamedRung {
  readonly served: number;
  readonly value: number;
  readonly cost: number;
  /** value − cost: positive is money earned, 0 is what doing nothing earns. */
  readonly net: Interval;
  /** Net of the model's queue − this one, on the same resamples. */
  readonly modelMinusThis: Interval;
}

/**
 * The money of every queue, each a list of served rows, in one bootstrap over clusters: two queues that serve the same large
 * customer share its luck. `value` is the expected gain of serving a row, negative where that harms; `cost` is that of one row.
 */
export function priceQueues(
  queues: readonly (NamedRung & { readonly rows: Uint32Array })[],
  { value, cost }: { readonly value: ArrayLike<number>; readonly cost: number },
  options: Omit<ClusterBootstrapOptions, 'statistics'>,
): readonly PricedQueue[] {
  const { cluster } = options;
  const sum = (rows: Uint32Array, of: (row: number) => number) => rows.reduce((total, row) => total + of(row), 0);
  const nets = clusterBootstrap({
    ...options,
    statistics: (drawn) => queues.map(({ rows }) => sum(rows, (row) => drawn[cluster[row]] * (value[row] - cost))),
  });
  const model = nets[queues.indexOf(rungOf(queues, 'model'))];
  return queues.map(({ name, role, rows }, index) => ({
    name,
    role,
    served: rows.length,
    value: sum(rows, (row) => value[row]),
    cost: rows.length * cost,
    net: intervalOf(nets[index]),
    modelMinusThis: intervalOf(pairedDifference(model, nets[index])),
  }));
}

/** How far the model's queue gets, in money, from the incumbent's to the oracle's; null where nobody is an oracle. */
export function gapClosedInMoney(queues: readonly PricedQueue[]): number | null {
  if (!queues.some(({ role }) => role === 'oracle')) return null;
  const [model, incumbent, oracle] = (['model', 'incumbent', 'oracle'] as const).map(
    (role) => rungOf(queues, role).net,
  );
  return (model.estimate - incumbent.estimate) / (oracle.estimate - incumbent.estimate);
}
