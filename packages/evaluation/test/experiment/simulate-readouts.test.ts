import { describe, expect, it } from 'vitest';
import { simulateReadouts, unitsForPower } from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

const chances = { spared: new Float64Array(50).fill(0.35), treated: new Float64Array(50).fill(0.28) };

/** Draws in the order they are asked for. */
const uniform = () => {
  const random = seededUniform(7);
  return () => random();
};

describe('readouts of one experiment, again and again', () => {
  it('are significant in 80 of 100 where there are units enough, and then hardly exaggerate', () => {
    const units = unitsForPower({ spared: 0.35, treated: 0.28, sparedShare: 0.2 });
    const found = simulateReadouts(chances, { units, sparedShare: 0.2, readouts: 300 }, uniform());
    expect(found.difference).toBeCloseTo(0.07, 10);
    expect(Math.abs(found.significantShare - 0.8)).toBeLessThan(4 * Math.sqrt((0.8 * 0.2) / 300));
    expect(found.exaggeration).toBeGreaterThan(1);
    expect(found.exaggeration).toBeLessThan(1.25);
  });

  // Normal approximation: λ = 0.07 / √(.35 · .65 / 30 + .28 · .72 / 122) = 0.728. Of N(λ, 1) beyond ±1.96 are 11.3 %, whose mean
  // distance is 3.33 times the truth (Gelman & Carlin's retrodesign).
  it('of 152 units are significant one time in nine, and say three times what is true', () => {
    const found = simulateReadouts(chances, { units: 152, sparedShare: 0.2, readouts: 3000 }, uniform());
    expect(found.significantShare).toBeGreaterThan(0.08);
    expect(found.significantShare).toBeLessThan(0.15);
    expect(found.exaggeration).toBeGreaterThan(2.8);
    expect(found.exaggeration).toBeLessThan(3.8);
    expect(found.rightShare).toBeLessThan(found.significantShare);
  });

  it('of a treatment that does what it should are never significant the wrong way round', () => {
    const sure = { spared: [1, 1], treated: [0, 0] };
    const found = simulateReadouts(sure, { units: 40, sparedShare: 0.5, readouts: 50 }, uniform());
    expect(found).toMatchObject({ difference: 1, significantShare: 1, rightShare: 1, exaggeration: 1 });
  });
});
