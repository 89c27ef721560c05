import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, PolicyCost, TrainingSet } from '../domain.ts';
import { planLevels } from '../forecast/plan.ts';
import { resampling } from '../settings.ts';
import type { Truth } from './truth.ts';
import { costOf, type Window } from './window.ts';

/**
 * The boosted trees ship only where they are cheaper than the best simpler model by more than noise; otherwise the simpler
 * one ships. Whether what ships is cheaper than the rules that need no model is the gate's question. The choice is made on the
 * weeks that are reported; how little luck is in it show the worlds nobody tuned to, where the same rule chooses again.
 */
export function chooseModel(
  set: TrainingSet,
  window: Window,
  fits: readonly CalibratedModel[],
  seed: number,
): evaluation.ShippedRung<PolicyCost> {
  const learned = fits.map(({ name }, at): evaluation.LevelsRung => {
    const role = name === 'GBM' ? 'model' : 'simple';
    return { name, role, levels: planLevels(fits[at], set, window.rows) };
  });
  const { rungs } = evaluation.climbLevels(learned, heldIn(window), { seed, ...resampling });
  return evaluation.shippedRung(rungs, { figureOf: ({ cost }) => cost.estimate, better: 'lower' });
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
  learned: {
    readonly fits: readonly CalibratedModel[];
    readonly shipping: evaluation.ShippedRung<PolicyCost>;
    readonly careless: CalibratedModel;
  },
  truth: Truth | null,
): readonly evaluation.LevelsRung[] {
  const { fits, shipping, careless } = learned;
  const roles = evaluation.learnedRoles(fits, shipping);
  const whole = (levels: Float32Array) => Float32Array.from(rows, (row) => Math.ceil(levels[row]));
  const rungs: readonly (readonly [string, evaluation.NamedRung['role'], Float32Array])[] = [
    ['incumbent', 'incumbent', whole(set.provisioned)],
    ...Object.entries(set.rules).map(([name, levels]) => [name, 'baseline', whole(levels)] as const),
    [`${careless.name} on usage`, 'careless', planLevels(careless, set, rows)],
    ['structural', 'ablation', whole(set.anchor)],
    ...fits.map((fit, at) => [fit.name, roles[at], planLevels(fit, set, rows)] as const),
    ...(truth ? [['oracle', 'oracle', truth.oracleNodes] as const] : []),
  ];
  return rungs.map(([name, role, levels]) => ({ name, role, levels }));
}

/**
 * Dollars of every policy on the same weeks. Whole weeks are resampled, in blocks: the series of a week share their regions'
 * shocks, neighbouring weeks resemble each other, and 26 weeks are not 26 × 120 observations. What that leaves out is the luck
 * of fitting.
 */
export function judgePolicies(window: Window, policies: readonly evaluation.LevelsRung[], seed: number) {
  const options = { seed, ...resampling, regretFrom: [['baseline'], evaluation.SIMPLER_ROLES] as const };
  const { rungs, regrets, resamples } = evaluation.climbLevels(policies, heldIn(window), options);
  const [baseline, simpler] = regrets;
  const named = (name: string) => rungs.find((rung) => rung.name === name)!;
  return {
    policies: rungs,
    resamples,
    model: evaluation.rungOf(rungs, 'model'),
    incumbent: evaluation.rungOf(rungs, 'incumbent'),
    bestBaseline: named(baseline.from),
    bestSimpler: named(simpler.from),
    /** Undefined where nobody knows it. */
    oracle: rungs.find(({ role }) => role === 'oracle'),
    regretClosed: baseline.share,
    regretClosedFromSimpler: simpler.share,
  };
}

function heldIn({ demand, weekIndex }: Window) {
  return { outcomes: demand, cluster: weekIndex, costOf };
}
