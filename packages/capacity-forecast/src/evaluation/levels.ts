import type { CalibratedModel, RuleName, TrainingSet } from '../domain.ts';
import { planLevels } from '../forecast/plan.ts';
import type { Policy } from './policies.ts';
import type { Truth } from './truth.ts';

/**
 * Every way to choose levels, in the order of the ladder: what was provisioned, the rules, the two that are judged to teach
 * something, the model, and the oracle where there is one.
 *
 * `structural` is the forecast the model corrects, announced launches and signed tenants included: a part of the model. It
 * shows what learning adds and is no baseline, because nobody had it before.
 */
export function gatherPolicies(
  set: TrainingSet,
  rows: Uint32Array,
  model: CalibratedModel,
  careless: CalibratedModel,
  truth: Truth | null,
): readonly Policy[] {
  const rule = (name: RuleName, role: Policy['role']): Policy => ({
    name,
    role,
    levels: Float32Array.from(rows, (row) => Math.ceil(set.rules[name][row])),
  });
  return [
    { name: 'incumbent', role: 'incumbent', levels: Float32Array.from(rows, (row) => set.provisioned[row]) },
    rule('four-week maximum', 'baseline'),
    rule('seasonal naive', 'baseline'),
    rule('theta', 'baseline'),
    rule('last week', 'baseline'),
    { name: 'GBM on usage', role: 'careless', levels: planLevels(careless, set, rows) },
    { name: 'structural', role: 'ablation', levels: Float32Array.from(rows, (row) => Math.ceil(set.anchor[row])) },
    { name: 'GBM', role: 'model', levels: planLevels(model, set, rows) },
    ...(truth ? [{ name: 'oracle', role: 'oracle', levels: truth.oracleNodes } as const] : []),
  ];
}

/** The rows for which every rule has a level: one with a gap in its past would be judged on fewer weeks than the others. */
export function comparableRows(set: TrainingSet, rows: Uint32Array): Uint32Array {
  const rules = Object.values(set.rules);
  return rows.filter((row) => set.provisioned[row] >= 0 && rules.every((levels) => levels[row] >= 0));
}
