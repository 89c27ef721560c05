import { rankScores } from '@applied-modeling/evaluation';
import { takeBatch } from '../score/take-batch.ts';
import type { Watch, WatchedStep } from './watched-step.ts';

/** What can happen to a model after it was trained: each is seen by another signal, or only when labels have matured. */
export const DRIFTS = ['none', 'other-unit', 'source-stops', 'mix-shifts', 'world-turns'] as const;
export type Drift = (typeof DRIFTS)[number];

/**
 * The same watch with a drift from a step on. `other-unit`: the strongest column is half as large again. `source-stops`: it does not land.
 * `mix-shifts`: two in three of the less likely half leave. `world-turns`: half of what would have happened does not, and no column
 * shows it. What the model says follows its columns; whom people acted on is left as it was.
 */
export function injectDrift(watch: Watch, drift: Drift, from: number): Watch {
  return { ...watch, steps: watch.steps.map((step, at) => (at < from ? step : CHANGES[drift](step, watch))) };
}

const CHANGES: Readonly<Record<Drift, (step: WatchedStep, watch: Watch) => WatchedStep>> = {
  none: (step) => step,
  'other-unit': (step, watch) => withStrongest(step, watch, (value) => 1.5 * value),
  'source-stops': (step, watch) => withStrongest(step, watch, () => Number.NaN),
  'mix-shifts': (step) => {
    const { probability } = step.batch;
    // By rank: of chances that isotonic regression made equal, half would be no half.
    const likeliest = rankScores(probability).order.subarray(0, Math.ceil(probability.length / 2));
    const stays = new Set(likeliest);
    return keepRows(step, (row) => stays.has(row) || row % 3 === 0);
  },
  'world-turns': (step) => {
    if (step.outcome === null) return step;
    const label = step.outcome.label.map((one, row) => (one === 1 && row % 2 === 0 ? 0 : one));
    return { ...step, outcome: { ...step.outcome, label } };
  },
};

function withStrongest(
  step: WatchedStep,
  { watched, chanceOf }: Watch,
  change: (value: number) => number,
): WatchedStep {
  const { read } = step.batch;
  const columns = read.columns.map((column, at) =>
    read.names[at] === watched[0] ? Float32Array.from(column, change) : column,
  );
  const changed = { ...read, columns };
  return { ...step, batch: { ...step.batch, read: changed, probability: chanceOf(changed, step.step) } };
}

function keepRows({ batch, outcome, ...step }: WatchedStep, isKept: (row: number) => boolean): WatchedStep {
  const rows = [...batch.entityId.keys()].filter(isKept);
  const of = (values: Float32Array) => Float32Array.from(rows, (row) => values[row]);
  return {
    ...step,
    batch: takeBatch(batch, rows),
    outcome: outcome && { label: of(outcome.label), weight: of(outcome.weight) },
  };
}
