import type { Watch, WatchedStep } from './watched-step.ts';

/** What can happen to a model after it was trained: each is seen by another signal, or only when labels have matured. */
export const DRIFTS = ['none', 'other-unit', 'source-stops', 'mix-shifts', 'world-turns'] as const;
export type Drift = (typeof DRIFTS)[number];

/** Steps before one is injected: late enough for every signal to have a past, early enough for labels to mature afterwards. */
export const INJECTED_AFTER = 6;

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
    const middle = Float64Array.from(probability).sort()[Math.floor(probability.length / 2)];
    return keepRows(step, (row) => probability[row] >= middle || row % 3 === 0);
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
  return { ...step, batch: { ...step.batch, read: changed, probability: chanceOf(changed) } };
}

function keepRows({ batch, outcome, ...step }: WatchedStep, isKept: (row: number) => boolean): WatchedStep {
  const rows = [...batch.entityId.keys()].filter(isKept);
  const of = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row]);
  return {
    ...step,
    batch: {
      ...batch,
      entityId: rows.map((row) => batch.entityId[row]),
      ...{ score: of(batch.score), probability: of(batch.probability), expectedUsd: of(batch.expectedUsd) },
      isChosen: Uint8Array.from(rows, (row) => batch.isChosen[row]),
      reasons: rows.map((row) => batch.reasons[row]),
      read: { ...batch.read, columns: batch.read.columns.map(of) },
    },
    outcome: outcome && {
      label: Float32Array.from(rows, (row) => outcome.label[row]),
      weight: Float32Array.from(rows, (row) => outcome.weight[row]),
    },
  };
}
