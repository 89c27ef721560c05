import * as evaluation from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import type { CpuSeconds, TrainingSet } from '../domain.ts';
import { isRouted } from '../incumbent.ts';
import { ACTIONS, type Action, blockedUsd, routedUsd } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';
import type { JudgedWindow } from './judged-window.ts';
import { expectedUsd, knownUtilisation, type Outlook, outlookOf } from './outlook.ts';
import type { TruthRows } from './truth.ts';

/** What the decisions of the test days are worth. Dollars are of queries whose label is known, at the price list. */
export interface MoneyTold {
  /** Every rung routes by the same prices: what it expects of a query is held against how busy the pool is. */
  readonly priced: readonly evaluation.PricedQueue[];
  readonly delaySweep: evaluation.CostSweep;
  /** From which chance on routing pays, by utilisation. */
  readonly breakEven: readonly { readonly utilisation: number; readonly chance: number }[];
  /** Net of the model at one fixed threshold, by how busy the pool was; the last row is of the moving one. */
  readonly thresholds: readonly { readonly threshold: number | 'moving'; readonly net: readonly number[] }[];
  /** What else could be done with the same chance. */
  readonly actions: readonly {
    readonly action: Action;
    readonly acted: number;
    readonly net: number;
    readonly at: readonly number[];
  }[];
  readonly routed: { readonly queries: number; readonly expensive: number };
}

export const UTILISATION_BANDS = [
  { band: 'below half', from: 0, to: 0.5 },
  { band: 'half to three quarters', from: 0.5, to: 0.75 },
  { band: 'busier', from: 0.75, to: 1.01 },
] as const;
export const BREAK_EVEN_AT = [0.3, 0.6, 0.9] as const;
const THRESHOLDS = [0.02, 0.05, 0.1, 0.2, 0.5] as const;
const EVERY_TWENTIETH = Array.from({ length: 18 }, (_, at) => 0.1 + at / 20);

export function tellMoney({ set, model, rows, label, cluster, seed, scored, truth }: JudgedWindow): MoneyTold {
  const load = utilisationOf(set, rows);
  const value = Float64Array.from(rows, (row, at) => blockedUsd(set.cpuSeconds[row], load[at]));
  const cost = routedUsd();
  const queueOf = (routes: (at: number) => boolean) => Uint32Array.from(rows.keys()).filter(routes);
  const byOutlook = (outlook: (at: number) => Outlook) => queueOf((at) => expectedUsd(outlook(at), load[at]) > cost);
  const outlooks = scored.flatMap(({ scorer, role }) =>
    scorer === undefined || role === 'floor' ? [] : [{ ...scorer, outlook: outlookOf(set, model, scorer, rows) }],
  );
  const ours = outlooks.find(({ role }) => role === 'model')!.outlook;
  const gigabytes = featureColumn(set, 'log_scan_gb');
  const queues: readonly (evaluation.NamedRung & { readonly rows: Uint32Array })[] = [
    { name: 'bytes scanned', role: 'incumbent', rows: queueOf((at) => isRouted(Math.exp(gigabytes[rows[at]]))) },
    ...outlooks.map(({ name, role, outlook }) =>
      role === 'incumbent'
        ? { name: `${name}, priced`, role: 'business' as const, rows: byOutlook(outlook) }
        : { name, role, rows: byOutlook(outlook) },
    ),
    { name: 'gbm at one half', role: 'careless', rows: queueOf((at) => ours(at).chance > 0.5) },
    ...ceilingOf(truth, load).map((expected) => ({
      ...{ name: 'observable ceiling', role: 'ceiling' as const },
      rows: queueOf((at) => expected[at] > cost),
    })),
    { name: 'knows the cost', role: 'oracle', rows: queueOf((at) => value[at] > cost) },
  ];
  const priced = evaluation.priceQueues(queues, { value, cost }, { cluster, seed, ...evaluateSettings });
  const routed = queues.find(({ role }) => role === 'model')!.rows;
  const netOf = (served: Uint32Array) => served.reduce((sum, at) => sum + value[at] - cost, 0);
  return {
    priced,
    delaySweep: evaluation.sweepCost(
      priced.filter(({ role }) => role !== 'careless' && role !== 'ablation'),
      cost,
    ),
    breakEven: EVERY_TWENTIETH.map((utilisation) => ({
      ...{ utilisation, chance: breakEvenChance(utilisation, model.meanCpuSeconds) },
    })),
    thresholds: [
      ...THRESHOLDS.map((threshold) => ({ threshold, routes: (at: number) => ours(at).chance > threshold })),
      { threshold: 'moving' as const, routes: (at: number) => expectedUsd(ours(at), load[at]) > cost },
    ].map(({ threshold, routes }) => ({
      threshold,
      net: UTILISATION_BANDS.map(({ from, to }) =>
        netOf(queueOf((at) => routes(at) && load[at] >= from && load[at] < to)),
      ),
    })),
    actions: (Object.keys(ACTIONS) as Action[]).map((action) => {
      const { saves, usd } = ACTIONS[action];
      const acted = queueOf((at) => saves * expectedUsd(ours(at), load[at]) > usd);
      return {
        ...{ action, acted: acted.length, net: acted.reduce((sum, at) => sum + saves * value[at] - usd, 0) },
        at: BREAK_EVEN_AT.map((utilisation) => breakEvenChance(utilisation, model.meanCpuSeconds, ACTIONS[action])),
      };
    }),
    routed: { queries: routed.length, expensive: routed.reduce((sum, at) => sum + label[at], 0) },
  };
}

/** Dollars of routing what somebody's outlook says should be routed. */
export function netOfRouting(set: TrainingSet, rows: Uint32Array, outlook: (at: number) => Outlook): number {
  const load = utilisationOf(set, rows);
  return rows.reduce((net, row, at) => {
    const isServed = expectedUsd(outlook(at), load[at]) > routedUsd();
    return isServed ? net + blockedUsd(set.cpuSeconds[row], load[at]) - routedUsd() : net;
  }, 0);
}

/** From which chance on an action pays, of a query that costs so much on either side of the limit; above 1 it never does. */
export function breakEvenChance(
  utilisation: number,
  { expensive, other }: CpuSeconds,
  { saves, usd }: (typeof ACTIONS)[Action] = ACTIONS.route,
): number {
  const [dear, cheap] = [blockedUsd(expensive, utilisation), blockedUsd(other, utilisation)];
  return Math.max(0, (usd / saves - cheap) / (dear - cheap));
}

/** What a query takes from the pool, expected by who knows the rules of the world: its cost is lognormal. */
function ceilingOf(truth: TruthRows | null, load: Float64Array): readonly Float64Array[] {
  return truth ? [truth.expectedCpuSeconds.map((seconds, at) => blockedUsd(seconds, load[at]))] : [];
}

function utilisationOf({ utilisation }: TrainingSet, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => knownUtilisation(utilisation[row]));
}
