import { describe, expect, it } from 'vitest';
import { type Experiment, preventedShare } from '../../src/index.ts';

/** So many rows of an arm, so many of them with the event. */
type Arm = { readonly treated: 0 | 1; readonly rows: number; readonly events: number; readonly chance?: number };

const options = { seed: 7, replicates: 400 };
const treated: Arm = { treated: 1, rows: 720, events: 18 };
const spared: Arm = { treated: 0, rows: 280, events: 28 };

function experimentOf(...arms: readonly Arm[]): Experiment {
  const rows = arms.flatMap(({ rows, events, treated, chance = 0.72 }) =>
    Array.from({ length: rows }, (_, index) => ({ event: Number(index < events), treated, chance })),
  );
  return {
    event: rows.map(({ event }) => event),
    treated: rows.map(({ treated }) => treated),
    chance: rows.map(({ chance }) => chance),
    cluster: [...rows.keys()],
  };
}

describe('the share of events a treatment prevents', () => {
  // 18 of 720 against 28 of 280: 1 − 0.025 / 0.1. Delta method on the log of the ratio:
  // exp(1.96 √(1/18 + 1/28 − 1/720 − 1/280)) = 1.77, so 1 − 0.25 · 1.77 to 1 − 0.25 / 1.77.
  it('is one minus the risk of the treated over that of the spared', () => {
    const share = preventedShare(experimentOf(treated, spared), options)!;
    expect(share.estimate).toBeCloseTo(0.75, 10);
    expect(share.low).toBeCloseTo(0.56, 1);
    expect(share.high).toBeCloseTo(0.86, 1);
  });

  it('is negative where treatment harms', () => {
    expect(preventedShare(experimentOf({ ...treated, events: 144 }, spared), options)!.estimate).toBeCloseTo(-1, 10);
  });

  // Half of the spared had a chance of 0.9 of being treated, so each stands for 10 and not for 1 / 0.28.
  it('weighs a row by one over the chance of what happened to it', () => {
    const rare: Arm = { treated: 0, rows: 140, events: 28, chance: 0.9 };
    const usual: Arm = { treated: 0, rows: 140, events: 0 };
    const risk = 280 / (1400 + 140 / 0.28);
    expect(preventedShare(experimentOf(treated, rare, usual), options)!.estimate).toBeCloseTo(1 - 0.025 / risk, 10);
  });

  it('is wider where two rows are one customer', () => {
    const twice = experimentOf({ ...treated, rows: 1440, events: 36 }, { ...spared, rows: 560, events: 56 });
    const pairs = { ...twice, cluster: Array.from({ length: 2000 }, (_, row) => Math.floor(row / 2)) };
    const width = (experiment: Experiment) => {
      const { low, high } = preventedShare(experiment, options)!;
      return high - low;
    };
    expect(width(pairs) / width(twice)).toBeCloseTo(Math.SQRT2, 0);
    expect(width(pairs)).toBeGreaterThan(1.2 * width(twice));
  });

  it('is unknown where nobody was treated, or where fewer than 15 spared customers had the event', () => {
    expect(preventedShare(experimentOf(spared), options)).toBeNull();
    expect(preventedShare(experimentOf(treated, { ...spared, events: 14 }), options)).toBeNull();
    expect(preventedShare(experimentOf(treated, { ...spared, events: 15 }), options)).not.toBeNull();
  });
});
