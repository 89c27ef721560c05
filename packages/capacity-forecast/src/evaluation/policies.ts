import * as evaluation from '@applied-modeling/evaluation';
import { type Interval, intervalOf, type NamedRung, pairedDifference, rungOf } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { planLevels } from '../forecast/plan.ts';
import { HOURS } from '../label.ts';
import { resampling } from '../settings.ts';
import { weeklyCost } from './cost.ts';
import type { Truth } from './truth.ts';
import type { Window } from './window.ts';

/** A level a row of the window. */
export interface Policy extends NamedRung {
  readonly levels: ArrayLike<number>;
}

/** A way to choose levels, judged over the weeks of the final test. Its difference is what ships − this one, in dollars. */
export interface PolicyCost extends NamedRung, Pick<evaluation.Rung, 'modelMinusThis'> {
  /** Idle and unmet node-hours priced, over all series and test weeks. */
  readonly costUsd: Interval;
  readonly idleNodeHours: number;
  readonly unmetNodeHours: number;
  /** Share of hours in which demand exceeds the level. */
  readonly shortShare: number;
  /** This − the oracle, paired likewise; null without an oracle. */
  readonly aboveOracle: Interval | null;
  /** Mean absolute percentage error of the level as a forecast of the hours. */
  readonly mape: number;
}

/**
 * Every way to choose levels, in the order of the ladder: what was provisioned, the rules, two that are judged to teach
 * something, what was learned, and the oracle where there is one.
 *
 * `structural` is the forecast the models correct, announced launches and signed tenants included: a part of them. It shows
 * what learning adds and is no baseline, because nobody had it before.
 */
export function gatherPolicies(
  set: TrainingSet,
  rows: Uint32Array,
  {
    fits,
    ships,
    careless,
  }: { readonly fits: readonly CalibratedModel[]; readonly ships: string; readonly careless: CalibratedModel },
  truth: Truth | null,
): readonly Policy[] {
  const whole = (name: string, role: Policy['role'], levels: Float32Array): Policy => ({
    name,
    role,
    levels: Float32Array.from(rows, (row) => Math.ceil(levels[row])),
  });
  const planned = (name: string, role: Policy['role'], model: CalibratedModel): Policy => ({
    name,
    role,
    levels: planLevels(model, set, rows),
  });
  const roleOf = (name: CalibratedModel['name']) => (name === 'GBM' ? 'unproven' : 'simple');
  return [
    whole('incumbent', 'incumbent', set.provisioned),
    ...Object.entries(set.rules).map(([name, levels]) => whole(name, 'baseline', levels)),
    planned(`${careless.name} on usage`, 'careless', careless),
    whole('structural', 'ablation', set.anchor),
    ...fits.map((fit) => planned(fit.name, fit.name === ships ? 'model' : roleOf(fit.name), fit)),
    ...(truth ? [{ name: 'oracle', role: 'oracle', levels: truth.oracleNodes } as const] : []),
  ];
}

/**
 * Dollars of every policy on the same weeks, in one bootstrap, so that differences are paired. Whole weeks are resampled, in
 * blocks: the series of a week share their regions' shocks, neighbouring weeks resemble each other, and 26 weeks are not
 * 26 × 120 observations. What that leaves out is the luck of fitting.
 */
export function judgePolicies(window: Window, policies: readonly Policy[], seed: number) {
  const weekly = policies.map(({ levels }) => weeklyCost(window, levels));
  const saved = (policy: Policy) => -weekly[policies.indexOf(policy)].reduce((sum, usd) => sum + usd, 0);
  const at = {
    model: policies.indexOf(rungOf(policies, 'model')),
    oracle: policies.findIndex(({ role }) => role === 'oracle'),
  };
  const baseline = evaluation.bestSimpler(policies, saved, ['baseline']);
  const simpler = evaluation.bestSimpler(policies, saved);
  const closedFrom = (rung: Policy) => (costs: readonly number[]) => {
    const from = costs[policies.indexOf(rung)];
    return (from - costs[at.model]) / (from - costs[at.oracle]);
  };
  const shares = at.oracle < 0 ? [] : [closedFrom(baseline), closedFrom(simpler)];
  const estimates = evaluation.bootstrapSums(weekly, { seed, ...resampling }, (costs) => [
    ...costs,
    ...shares.map((shareOf) => shareOf(costs)),
  ]);
  const [regretClosed = null, regretClosedFromSimpler = null] = estimates.slice(policies.length).map(intervalOf);
  return {
    policies: policies.map(({ name, role, levels }, index): PolicyCost => {
      const rows = evaluation.outcomesOfLevels(window.demand, levels);
      const sum = (of: 'idle' | 'unmet' | 'short') => rows.reduce((total, row) => total + row[of], 0);
      return {
        name,
        role,
        costUsd: intervalOf(estimates[index]),
        idleNodeHours: sum('idle'),
        unmetNodeHours: sum('unmet'),
        shortShare: sum('short') / (rows.length * HOURS),
        modelMinusThis: pairedDifference(estimates[at.model], estimates[index]),
        aboveOracle: at.oracle < 0 ? null : intervalOf(pairedDifference(estimates[index], estimates[at.oracle])),
        mape: evaluation.percentageErrorOfLevels(window.demand, levels),
      };
    }),
    /** What the model costs on every resample: runs on the same rows are compared by it. */
    resamples: estimates[at.model].replicates,
    bestBaseline: baseline.name,
    bestSimpler: simpler.name,
    regretClosed,
    regretClosedFromSimpler,
  };
}
