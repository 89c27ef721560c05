import * as evaluation from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import type { CpuSeconds, TrainingSet } from '../domain.ts';
import { bytesRule } from '../incumbent.ts';
import { ACTIONS, type Action, blockedUsd, routedUsd } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';
import type { JudgedWindow } from './judged-window.ts';
import { expectedUsd, knownUtilisation, type Outlook, outlookOf } from './outlook.ts';
import { slotsOf } from './slices.ts';

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
  const { model, group, cluster, seed } = window;
  const books = openBooks(window);
  const { value, cost, queueOf } = books;
  const policies = policiesOf(window, books);
  const price = (routes: (policy: evaluation.QueuePolicy) => Uint32Array) => {
    const queues = policies.map((policy) => ({ ...policy, rows: routes(policy) }));
    return evaluation.priceQueues(queues, { value, cost }, { cluster, seed, ...evaluateSettings });
  };
  const placed = price(({ ranking, above }) => fillPlaces(ranking, group, above));
  return {
    /** Of a heavy pool with so many places a day: every rung gives them to the queries by which it expects to gain most. */
    placed: tellBest(placed),
    /** Of a heavy pool that takes whatever pays: each query by itself, as the gateway decides it. */
    free: tellBest(price(({ ranking, above }) => queueOf((at) => ranking.score[at] > above))),
    delaySweep: evaluation.sweepCost(
      placed.filter(({ role }) => role !== 'careless' && role !== 'ablation'),
      cost,
    ),
    /** From which chance on routing pays, by utilisation. */
    breakEven: EVERY_TWENTIETH.map((utilisation) => ({
      utilisation,
      chance: breakEvenChance(utilisation, model.meanCpuSeconds),
    })),
    thresholds: thresholdsOf(books),
    actions: actionsOf(books, model.meanCpuSeconds),
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

/** The rungs, and what the model earns beyond the best of the simpler ones. */
function tellBest(rungs: readonly evaluation.PricedQueue[]) {
  const figureOf = ({ net }: evaluation.PricedQueue) => net.estimate;
  const { bestSimpler, modelMinusBest } = evaluation.shippedRung(rungs, { figureOf, better: 'higher' });
  return { rungs, bestSimpler, modelMinusBest };
}

/** The best of each day, as if it were seen at once, one a place; a place stays empty where nothing more pays. */
export function fillPlaces(ranking: evaluation.RankedScores, group: Int32Array, above: number): Uint32Array {
  return evaluation.serveOnce({ ranking, group, entity: Int32Array.from(group.keys()) }, slotsOf, above);
}

/** By what everybody orders queries, and from where on he routes: from the rule in force to who knows the cost. */
function policiesOf({ set, model, rows, truth }: JudgedWindow, books: Books): readonly evaluation.QueuePolicy[] {
  const { load, value, cost, ours } = books;
  const { queuePolicy } = evaluation;
  const bytes = evaluation.take(featureColumn(set, 'log_scan_gb'), rows);
  const priced = books.outlooks.map(({ name, role, outlook }) => {
    const expected = load.map((utilisation, at) => expectedUsd(outlook(at), utilisation));
    const [called, as] = role === 'incumbent' ? [`${name}, priced`, 'business' as const] : [name, role];
    return queuePolicy(called, as, expected, cost);
  });
  const known = truth?.expectedCpuSeconds.map((seconds, at) => blockedUsd(seconds, load[at]));
  const chance = load.map((_, at) => ours(at).chance);
  return [
    queuePolicy('bytes scanned', 'incumbent', evaluation.unknownLast(bytes), Math.log(bytesRule.gigabytes)),
    ...priced,
    queuePolicy(`${model.name} at one half`, 'careless', chance, 0.5),
    ...(known ? [queuePolicy('observable ceiling', 'ceiling', known, cost)] : []),
    queuePolicy('knows the cost', 'oracle', value, cost),
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

function utilisationOf({ utilisation }: TrainingSet, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => knownUtilisation(utilisation[row]));
}
