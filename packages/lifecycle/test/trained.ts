import { join } from 'node:path';
import {
  driftReferencePart,
  encodeParts,
  evaluateGate,
  openRegistry,
  recordTrainingRun,
  type TrainingRun,
} from '@applied-modeling/tracking';
import { scratchFolder } from './scratch.ts';

/** What the toy's model carries: a line in `rule.json`, and how its one feature was distributed. */
export const parts = { driftReference: driftReferencePart() };
export const fingerprint = 'f00d';
const driftReference = { columns: [{ name: 'a', edges: [-1.1, 0, 1.1], shares: [0, 0.5, 0.5, 0, 0] }] };

const gateOf = (lift: number) =>
  evaluateGate([{ name: 'lift', found: lift, required: { above: 0 }, because: 'it replaces a rule' }]);

/** A store with as many training runs of `ranker` as there are lifts; the gate passes a positive one. Version 1 is the rule. */
export async function trained(lifts: readonly number[], change: Partial<TrainingRun> = {}) {
  const home = scratchFolder();
  const mlruns = join(home, 'mlruns');
  for (const [nth, lift] of lifts.entries()) await recordTrainingRun(mlruns, { ...training(nth, lift), ...change });
  return { home, mlruns, registry: openRegistry(mlruns) };
}

export const runIdOf = (nth: number) => String(nth).repeat(32);

export function training(nth: number, lift: number): TrainingRun {
  const logistic = { intercept: -1, features: [], C: 1 };
  return {
    name: 'ranker',
    runId: runIdOf(nth),
    startedAt: Date.UTC(2026, 0, 1 + nth),
    clock: () => Date.UTC(2026, 0, 1 + nth, 1),
    by: 'ranking:train',
    commit: 'abc',
    data: { fingerprint: 'd1', versions: {} },
    features: { names: ['a'], columns: [[1, 2]], fingerprint },
    trainingSetPath: '/runs/training-set.arrow',
    params: { eta: 0.1, rounds: nth },
    metrics: { ap: 0.4 + nth / 100 },
    series: {},
    audit: { passed: true },
    gate: gateOf(lift),
    incumbent: { name: 'by a', sql: 'a', features: ['a'], description: 'the rule in use' },
    candidate: {
      model: { kind: 'rule', rule: { name: 'line', logistic } },
      extraFiles: encodeParts(parts, { driftReference }),
      description: `run ${nth}`,
    },
  };
}
