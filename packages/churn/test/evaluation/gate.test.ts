import type { Interval } from '@applied-modeling/evaluation';
import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/domain.ts';
import { judgeGate } from '../../src/evaluation/gate.ts';

const passed = { passed: true, findings: [], checked: [], singleFeatureAucs: [], notApplicable: [] };
const around = (estimate: number, half: number): Interval => ({
  estimate,
  low: estimate - half,
  high: estimate + half,
  standardError: half / 1.96,
});
const rung = (name: string, role: string, ap: number) => ({
  name,
  role,
  averagePrecision: around(ap, 0.03),
  modelMinusThis: around(0.5 - ap, 0.02),
});
const sound = {
  ladder: [rung('CSM rule', 'incumbent', 0.1), rung('logistic', 'simple', 0.45), rung('gbm', 'model', 0.5)],
  calibration: {
    shipped: { slope: around(1, 0.1), expectedCalibrationError: 0.005 },
    brierSkill: 0.3,
    inTheLarge: { predicted: 0.041, observed: 0.04, relativeError: 0.07 },
    top: { predicted: 0.7, observed: 0.72 },
  },
  ceilings: { gapClosed: 0.8 },
} as unknown as Evaluation;
const calibrated = (change: object) => ({ calibration: { ...sound.calibration, ...change } });
const { shipped, inTheLarge } = sound.calibration;

/** One planted fault a check, in the order of the checks. */
const faults: readonly [name: string, fault: object][] = [
  ['audit passed', {}],
  ['beats the best simpler rung', { ladder: [rung('logistic', 'simple', 0.49), rung('gbm', 'model', 0.5)] }],
  ['calibration slope', calibrated({ shipped: { ...shipped, slope: around(1.3, 0.4) } })],
  ['forecast / observed', calibrated({ inTheLarge: { ...inTheLarge, predicted: 0.06 } })],
  ['standard error of forecast / observed', calibrated({ inTheLarge: { ...inTheLarge, relativeError: 0.2 } })],
  ['miss among the top', calibrated({ top: { predicted: 0.9, observed: 0.72 } })],
  ['Brier skill', calibrated({ brierSkill: 0 })],
  ['gap closed', { ceilings: { gapClosed: 0.3 } }],
  ['expected calibration error', calibrated({ shipped: { ...shipped, expectedCalibrationError: 0.02 } })],
];
const red = (fault: object, audit = passed) =>
  judgeGate({ ...sound, ...fault }, audit).checks.flatMap((check) => (check.passed ? [] : [check.name]));

describe('the gate', () => {
  it('asks everything of a sound run, and passes it', () => {
    const { checks, skipped } = judgeGate(sound, passed);
    expect(checks.map(({ name }) => name)).toEqual(faults.map(([name]) => name));
    expect([red({}), skipped]).toEqual([[], []]);
  });

  it.each(faults)('%s: its own fault turns it red, and no other', (name, fault) => {
    expect(red(fault, { ...passed, passed: name !== 'audit passed' })).toEqual([name]);
  });

  it('asks for no share of a gap that is not known, and says so', () => {
    const { passed: passes, skipped } = judgeGate({ ...sound, ceilings: null }, passed);
    expect([passes, skipped.map(({ name }) => name)]).toEqual([true, ['gap closed']]);
  });
});
