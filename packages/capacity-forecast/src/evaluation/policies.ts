import {
  bestSimpler,
  bootstrapSums,
  intervalOf,
  type NamedRung,
  outcomesOfLevels,
  pairedDifference,
  percentageErrorOfLevels,
  rungOf,
} from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';
import { HOURS } from '../label.ts';
import { evaluateSettings } from '../settings.ts';
import { costOf } from './cost.ts';
import { sumByWeek, type Window } from './window.ts';

/** A level a row of the window. */
export interface Policy extends NamedRung {
  readonly levels: ArrayLike<number>;
}

/**
 * Dollars of every policy on the same weeks, in one bootstrap, so that differences are paired. Whole weeks are resampled: the
 * series of a week share their regions' shocks, and 26 weeks are 26 observations, not 26 × 120. What that leaves out is the
 * luck of fitting and that neighbouring weeks resemble each other.
 */
export function judgePolicies(
  window: Window,
  policies: readonly Policy[],
  seed: number,
): Pick<Evaluation, 'policies' | 'bestBaseline' | 'regretClosed'> {
  const outcomes = policies.map(({ levels }) => outcomesOfLevels(window.demand, levels));
  const weekly = outcomes.map((rows) => sumByWeek(window, (at) => costOf(rows[at])));
  const saved = (policy: Policy) => -weekly[policies.indexOf(policy)].reduce((sum, usd) => sum + usd, 0);
  const model = policies.indexOf(rungOf(policies, 'model'));
  const best = policies.indexOf(bestSimpler(policies, saved, ['baseline']));
  const oracle = policies.findIndex(({ role }) => role === 'oracle');
  const { replicates, level } = evaluateSettings;
  const estimates = bootstrapSums(weekly, { seed, replicates, level }, (costs) =>
    oracle < 0 ? costs : [...costs, (costs[best] - costs[model]) / (costs[best] - costs[oracle])],
  );
  return {
    policies: policies.map(({ name, role, levels }, index) => {
      const rows = outcomes[index];
      const sum = (of: (at: number) => number) => rows.reduce((total, _, at) => total + of(at), 0);
      return {
        name,
        role,
        costUsd: intervalOf(estimates[index]),
        idleNodeHours: sum((at) => rows[at].idle),
        unmetNodeHours: sum((at) => rows[at].unmet),
        shortShare: sum((at) => rows[at].short) / (rows.length * HOURS),
        modelMinusThis: pairedDifference(estimates[model], estimates[index]),
        aboveOracle: oracle < 0 ? null : intervalOf(pairedDifference(estimates[index], estimates[oracle])),
        mape: percentageErrorOfLevels(window.demand, levels),
      };
    }),
    bestBaseline: policies[best].name,
    regretClosed: oracle < 0 ? null : intervalOf(estimates[policies.length]),
  };
}
