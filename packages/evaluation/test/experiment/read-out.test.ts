import { describe, expect, it } from 'vitest';
import { compareArms, foreseeReadout, readOut, unitsForPower } from '../../src/index.ts';

const plan = { spared: 0.35, treated: 0.28, sparedShare: 0.2 };
const arm = (units: number, events: number) => ({ units, events });

describe('units for 80 % power', () => {
  // R: power.prop.test(p1 = .50, p2 = .75, power = .80) solves the same equation for n = 57.67 an arm.
  it('are those of two equal arms', () => {
    expect(unitsForPower({ spared: 0.5, treated: 0.75, sparedShare: 0.5 })).toBe(Math.ceil(2 * 57.673));
  });

  it('are more the fewer are spared, and the smaller the difference', () => {
    const units = [0.2, 0.1, 0.05].map((sparedShare) => unitsForPower({ ...plan, sparedShare }));
    expect(units).toEqual([2122, 3749, 7080]);
    expect(unitsForPower({ ...plan, treated: 0.31 })).toBeGreaterThan(2 * units[0]);
  });

  it('are asked for with a share of spared units between 0 and 1', () => {
    expect(() => unitsForPower({ ...plan, sparedShare: 0 })).toThrow('0 are spared');
  });
});

describe('two arms', () => {
  // 28 of 100 against 60 of 400: pooled 0.176, z = 0.13 / √(0.176 · 0.824 (1/100 + 1/400)) = 3.05.
  it('differ significantly where chance would rarely show so much', () => {
    const { difference, isSignificant } = compareArms(arm(100, 28), arm(400, 60));
    expect(difference.estimate).toBeCloseTo(0.13, 10);
    expect(difference.low).toBeCloseTo(0.13 - 1.96 * Math.sqrt((0.28 * 0.72) / 100 + (0.15 * 0.85) / 400), 4);
    expect(isSignificant).toBe(true);
    expect(compareArms(arm(10, 3), arm(40, 6)).isSignificant).toBe(false);
  });

  it('without a single event do not', () => {
    expect(compareArms(arm(10, 0), arm(40, 0)).isSignificant).toBe(false);
  });
});

describe('a readout', () => {
  it('is refused while too few units are in it, in words that say how many it takes', () => {
    const refused = readOut(plan, arm(30, 12), arm(122, 20));
    expect(refused).toMatchObject({ kind: 'refused', units: 152, needed: 2122 });
    expect(refused.kind === 'refused' && refused.why).toBe(
      '152 units, and seeing a change from 35 % to 28 % in 80 of 100 experiments takes 2,122: not read',
    );
  });

  it('is refused without anybody spared, however many were treated', () => {
    expect(readOut(plan, arm(0, 0), arm(9000, 2500)).kind).toBe('refused');
  });

  it('is read once enough are', () => {
    const read = readOut(plan, arm(430, 150), arm(1720, 480));
    expect(read.kind).toBe('read');
    expect(read.kind === 'read' && read.isSignificant).toBe(true);
  });

  it('is foreseen before anybody looks: a month is refused, and three years of months are not', () => {
    expect(foreseeReadout(plan, 152).kind).toBe('refused');
    const read = foreseeReadout(plan, 36 * 152);
    expect(read.kind === 'read' && read.difference.estimate).toBeCloseTo(0.07, 2);
  });
});
