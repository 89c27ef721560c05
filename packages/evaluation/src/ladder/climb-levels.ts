import { bootstrapSums } from '../bootstrap/bootstrap-sums.ts';
import type { ResamplingOptions } from '../bootstrap/cluster-bootstrap.ts';
import { type PairedDifference, pairedDifference } from '../bootstrap/paired-difference.ts';
import { type HeldOutcome, outcomesOfLevels, percentageErrorOfLevels } from '../forecast/held-levels.ts';
import { type Interval, intervalOf } from '../interval.ts';
import { bestSimpler, type NamedRung, type RungRole, rungOf } from './roles.ts';

/** Somebody's way to choose levels: one a row, held through all outcomes of the row. */
export interface LevelsRung extends NamedRung {
  readonly levels: ArrayLike<number>;
}

/** What the levels are judged by. */
export interface HeldRows {
  /** Row after row, equally many in each. */
  readonly outcomes: Float32Array;
  /** Of every row, dense: whole clusters are resampled, such as the weeks whose rows share a shock. */
  readonly cluster: Int32Array;
  readonly costOf: (held: HeldOutcome) => number;
}

/** A rung of a ladder in money where less is better. The difference is the model − this one, on the same resamples. */
export interface PricedLevels extends NamedRung {
  /** Of all rows. */
  readonly cost: Interval;
  readonly idle: number;
  readonly unmet: number;
  /** Share of outcomes that exceed the level. */
  readonly shortShare: number;
  readonly modelMinusThis: PairedDifference;
  /** This − the oracle; null where nobody is one. */
  readonly aboveOracle: Interval | null;
  /** Mean absolute percentage error of the level as a forecast of the outcomes. */
  readonly mape: number;
}

/** How much of the way from a rung to the oracle the model has gone: (cost of the rung − model) / (cost of the rung − oracle). */
export interface RegretClosed {
  readonly from: string;
  /** Null where nobody is an oracle. */
  readonly share: Interval | null;
}

/**
 * Judges every way to choose levels on the same rows in one bootstrap, so that differences are paired. Each list of roles in
 * `regretFrom` asks how much of the regret of the cheapest rung of those roles the model has closed. Throws unless exactly one
 * rung is the model.
 */
export function climbLevels(
  rungs: readonly LevelsRung[],
  { outcomes, cluster, costOf }: HeldRows,
  { regretFrom = [], ...options }: ResamplingOptions & { readonly regretFrom?: readonly (readonly RungRole[])[] },
) {
  const held = rungs.map(({ levels }) => outcomesOfLevels(outcomes, levels));
  const byCluster = held.map((rows) => sumBy(cluster, (row) => costOf(rows[row])));
  const costOfRung = (rung: LevelsRung) => byCluster[rungs.indexOf(rung)].reduce((sum, cost) => sum + cost, 0);
  const model = rungs.indexOf(rungOf(rungs, 'model'));
  const oracle = rungs.findIndex(({ role }) => role === 'oracle');
  const starts = regretFrom.map((roles) => rungs.indexOf(bestSimpler(rungs, (rung) => -costOfRung(rung), roles)));
  const closedFrom = (costs: readonly number[], from: number) =>
    (costs[from] - costs[model]) / (costs[from] - costs[oracle]);
  const estimates = bootstrapSums(byCluster, options, (costs) =>
    oracle < 0 ? costs : [...costs, ...starts.map((from) => closedFrom(costs, from))],
  );
  const sum = (rows: readonly HeldOutcome[], of: keyof HeldOutcome) => rows.reduce((total, row) => total + row[of], 0);
  return {
    rungs: rungs.map(
      ({ name, role, levels }, at): PricedLevels => ({
        name,
        role,
        cost: intervalOf(estimates[at]),
        idle: sum(held[at], 'idle'),
        unmet: sum(held[at], 'unmet'),
        shortShare: sum(held[at], 'short') / outcomes.length,
        modelMinusThis: pairedDifference(estimates[model], estimates[at]),
        aboveOracle: oracle < 0 ? null : intervalOf(pairedDifference(estimates[at], estimates[oracle])),
        mape: percentageErrorOfLevels(outcomes, levels),
      }),
    ),
    regrets: starts.map((from, at): RegretClosed => {
      const share = oracle < 0 ? null : intervalOf(estimates[rungs.length + at]);
      return { from: rungs[from].name, share };
    }),
    /** What the model costs on every resample: runs on the same rows are compared by it. */
    resamples: estimates[model].replicates,
  };
}

function sumBy(cluster: Int32Array, valueAt: (row: number) => number): Float64Array {
  const sums = new Float64Array(cluster.reduce((largest, id) => Math.max(largest, id), -1) + 1);
  for (const [row, id] of cluster.entries()) sums[id] += valueAt(row);
  return sums;
}
