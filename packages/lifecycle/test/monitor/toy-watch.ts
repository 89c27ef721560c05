import { driftReference } from '@applied-modeling/evaluation';
import type { Cadence, Watch, WatchedStep } from '../../src/index.ts';

const ROWS = 400;

/** Thirty steps of four hundred rows whose chance is their one column, and which happen by that chance; the last steps have not matured. */
export function toyWatch(seed: number, { steps = 30, maturesAfter = 6, cadence = 'week' as Cadence } = {}): Watch {
  /** A row is the same account in every step, and becomes another kind of account once in twenty. */
  const draw = (step: number) =>
    Float32Array.from({ length: ROWS }, (_, row) => {
      const kind = Math.floor(step / 20 + uniform(seed, row, 0));
      return 0.5 * uniform(seed, row, 1 + kind) ** 3;
    });
  const reference = Float32Array.from(Array.from({ length: 8 }, (_, step) => [...draw(20 * step)]).flat());
  const stepOf = (step: number): WatchedStep => {
    const column = draw(step);
    const probability = Float64Array.from(column);
    const order = [...probability.keys()].sort((a, b) => probability[b] - probability[a]);
    const isChosen = new Uint8Array(ROWS);
    for (const row of order.slice(0, 40)) isChosen[row] = 1;
    return {
      step,
      batch: {
        decidedAt: Date.UTC(2026, 0, 1 + step),
        entityId: Array.from(column, (_, row) => `acct-${row}`),
        ...{ score: probability, probability, expectedUsd: probability, isChosen },
        reasons: Array.from(column, () => []),
        read: { names: ['x'], columns: [column], fingerprint: 'f00d' },
      },
      staleHours: { usage: -2, rare: 300 },
      countsFor: new Float32Array(ROWS).fill(1),
      outcome:
        step < steps - maturesAfter
          ? {
              label: Float32Array.from(column, (chance, row) => Number(uniform(seed, row, 100 + step) < chance)),
              weight: new Float32Array(ROWS).fill(1),
            }
          : null,
    };
  };
  return {
    cadence,
    version: 2,
    drift: driftReference([reference], ['x']),
    watched: ['x'],
    maturesAfter,
    chanceOf: ({ columns }) =>
      Float64Array.from(columns[0], (value) => (Number.isNaN(value) ? 0.05 : Math.min(1, value))),
    steps: Array.from({ length: steps }, (_, step) => stepOf(step)),
  };
}

/** In [0, 1), by the words alone: each is mixed in as MurmurHash3 finishes a hash. */
function uniform(...words: readonly number[]): number {
  const mixed = words.reduce((hash, word) => {
    const once = Math.imul(hash ^ (word + 0x9e3779b9), 0x85ebca6b);
    const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
    return twice ^ (twice >>> 16);
  }, 0);
  return (mixed >>> 0) / 2 ** 32;
}
