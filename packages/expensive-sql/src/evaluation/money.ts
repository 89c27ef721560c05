import * as evaluation from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import type { CpuSeconds, TrainingSet } from '../domain.ts';
import { isRouted } from '../incumbent.ts';
import { ACTIONS, type Action, blockedUsd, routedUsd } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';
import type { JudgedWindow } from './judged-window.ts';
import { expectedUsd, knownUtilisation, type Outlook, outlookOf } from './outlook.ts';
import type { TruthRows } from './truth.ts';

export type MoneyTold = ReturnType<typeof tellMoney>;

export const UTILISATION_BANDS = [
  { band: 'below half', from: 0, to: 0.5 },
  { band: 'half to three quarters', from: 0.5, to: 0.75 },
  { band: 'busier', from: 0.75, to: 1.01 },
] as const;
export const BREAK_EVEN_AT = [0.3, 0.6, 0.9] as const;
const THRESHOLDS = [0.02, 0.05, 0.1, 0.2, 0.5] as const;
const EVERY_TWENTIETH = Array.from({ length: 18 }, (_, at) => 0.1 + at / 20);

/** What the decisions of the test days are worth. Dollars are of queries whose label is known, at the price list. */
export function tellMoney(window: JudgedWindow) {
  const { model, cluster, seed } = window;
  const books = openBooks(window);
  const { value, cost } = books;
  const queues = queuesOf(window, books);
  const priced = evaluation.priceQueues(queues, { value, cost }, { cluster, seed, ...evaluateSettings });
  const routed = queues.find(({ role }) => role === 'model')!.rows;
  return {
    /** Every rung routes by the same prices: what it expects of a query is held against how busy the pool is. */
    priced,
    delaySweep: evaluation.sweepCost(
      priced.filter(({ role }) => role !== 'careless' && role !== 'ablation'),
      cost,
    ),
    /** From which chance on routing pays, by utilisation. */
    breakEven: EVERY_TWENTIETH.map((utilisation) => ({
      utilisation,
      chance: breakEvenChance(utilisation, model.meanCpuSeconds),
    })),
    thresholds: thresholdsOf(books),
    actions: actionsOf(books, model.meanCpuSeconds),
    routed: { queries: routed.length, expensive: routed.reduce((sum, at) => sum + window.label[at], 0) },
  };
}

type Books = ReturnType<typeof openBooks>;

/** Of every test query how busy the pool was and what it took from the others, and what each rung expects of it. */
function openBooks({ set, model, rows, scored }: JudgedWindow) {
  const load = utilisationOf(set, rows);
  const outlooks = scored.flatMap(({ scorer, name, role }) =>
    scorer === undefined || role === 'floor' ? [] : [{ name, role, outlook: outlookOf(set, model, scorer, rows) }],
  );
  const queueOf = (holds: (at: number) => boolean) => Uint32Array.from(rows.keys()).filter(holds);
  return {
    ...{ load, outlooks, queueOf, cost: routedUsd() },
    ours: outlooks.find(({ role }) => role === 'model')!.outlook,
    value: Float64Array.from(rows, (row, at) => blockedUsd(set.cpuSeconds[row], load[at])),
  };
}

type NamedQueue = evaluation.NamedRung & { readonly rows: Uint32Array };

/** Whom everybody routes, from the rule in force to who knows the cost. */
function queuesOf({ set, model, rows, truth }: JudgedWindow, books: Books): readonly NamedQueue[] {
  const { load, value, cost, ours, queueOf } = books;
  const gigabytes = featureColumn(set, 'log_scan_gb');
  const priced = books.outlooks.map(({ name, role, outlook }): NamedQueue => {
    const routed = queueOf((at) => expectedUsd(outlook(at), load[at]) > cost);
    return role === 'incumbent'
      ? { name: `${name}, priced`, role: 'business', rows: routed }
      : { name, role, rows: routed };
  });
  const expected = truth && ceilingOf(truth, load);
  return [
    { name: 'bytes scanned', role: 'incumbent', rows: queueOf((at) => isRouted(Math.exp(gigabytes[rows[at]]))) },
    ...priced,
    { name: `${model.name} at one half`, role: 'careless', rows: queueOf((at) => ours(at).chance > 0.5) },
    ...(expected
      ? [{ name: 'observable ceiling', role: 'ceiling' as const, rows: queueOf((at) => expected[at] > cost) }]
      : []),
    { name: 'knows the cost', role: 'oracle', rows: queueOf((at) => value[at] > cost) },
  ];
}

/** What the model nets at thresholds that stay, and last at the one that moves, by how busy the pool was. */
function thresholdsOf({ load, value, cost, ours, queueOf }: Books) {
  const netOf = (queue: Uint32Array) => queue.reduce((sum, at) => sum + value[at] - cost, 0);
  const routes = (threshold: number | 'moving', at: number) =>
    threshold === 'moving' ? expectedUsd(ours(at), load[at]) > cost : ours(at).chance > threshold;
  return [...THRESHOLDS, 'moving' as const].map((threshold) => ({
    threshold,
    net: UTILISATION_BANDS.map(({ from, to }) =>
      netOf(queueOf((at) => routes(threshold, at) && load[at] >= from && load[at] < to)),
    ),
  }));
}

/** What else could be done with the same chance: what each action nets where it pays, and from which chance on it does. */
function actionsOf({ load, value, ours, queueOf }: Books, cpuSeconds: CpuSeconds) {
  return (Object.keys(ACTIONS) as Action[]).map((action) => {
    const { saves, usd } = ACTIONS[action];
    const acted = queueOf((at) => saves * expectedUsd(ours(at), load[at]) > usd);
    return {
      ...{ action, acted: acted.length, net: acted.reduce((sum, at) => sum + saves * value[at] - usd, 0) },
      at: BREAK_EVEN_AT.map((utilisation) => breakEvenChance(utilisation, cpuSeconds, ACTIONS[action])),
    };
  });
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
function ceilingOf({ expectedCpuSeconds }: TruthRows, load: Float64Array): Float64Array {
  return expectedCpuSeconds.map((seconds, at) => blockedUsd(seconds, load[at]));
}

function utilisationOf({ utilisation }: TrainingSet, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => knownUtilisation(utilisation[row]));
}
