import { expect, it } from 'vitest';
import type { Evaluation } from '../../src/domain.ts';
import { judgeGate } from '../../src/evaluation/gate.ts';

const around = (estimate: number, half: number) => ({
  ...{ estimate, low: estimate - half, high: estimate + half, standardError: half / 1.96 },
});
const rung = (name: string, role: string, ap: number) => ({
  ...{ name, role, averagePrecision: around(ap, 0.05), modelMinusThis: around(0.5 - ap, 0.02) },
});
const earning = (net: number) => ({
  policies: [
    { name: 'robust z', role: 'incumbent', net: around(-1000, 500) },
    { name: 'gbm', role: 'model', net: around(net, 500) },
  ],
});
const calibration = {
  shipped: { slope: around(1, 0.3) },
  brierSkill: 0.3,
  inTheLarge: { predicted: 0.01, observed: 0.01, relativeError: 0.05 },
  top: { predicted: 0.9, observed: 0.92 },
};
const sound = {
  ladder: [rung('robust z', 'incumbent', 0.1), rung('logistic', 'simple', 0.4), rung('gbm', 'model', 0.5)],
  paging: earning(5000),
  calibration,
  gapClosed: 0.7,
} as unknown as Evaluation;
const calibrated = (change: object) => ({ calibration: { ...calibration, ...change } });

/** One planted fault a check, in the order of the checks. */
const faults: readonly [name: string, fault: object][] = [
  ['audit passed', {}],
  ['beats the best simpler rung', { ladder: [sound.ladder[0], rung('logistic', 'simple', 0.49), sound.ladder[2]] }],
  ['calibration slope', calibrated({ shipped: { slope: around(0.6, 0.5) } })],
  ['forecast / observed', calibrated({ inTheLarge: { ...calibration.inTheLarge, predicted: 0.015 } })],
  [
    'standard error of forecast / observed',
    calibrated({ inTheLarge: { ...calibration.inTheLarge, relativeError: 0.2 } }),
  ],
  ['miss among the top', calibrated({ top: { predicted: 0.9, observed: 0.8 } })],
  ['Brier skill', calibrated({ brierSkill: 0 })],
  ['gap closed', { gapClosed: 0.2 }],
  ['money', { paging: earning(-2000) }],
];
const audited = { findings: [], checked: [], singleFeatureAucs: [], notApplicable: [] };
const gate = (fault: object, passed = true) => judgeGate({ ...sound, ...fault }, { ...audited, passed });
const red = (verdict: ReturnType<typeof gate>) => verdict.checks.flatMap(({ passed, name }) => (passed ? [] : [name]));

it('asks everything of a sound run, and passes it', () => {
  expect(gate({}).checks.map(({ name }) => name)).toEqual(faults.map(([name]) => name));
  expect([red(gate({})), gate({}).skipped]).toEqual([[], []]);
});

it.each(faults)('%s: its own fault turns it red, and no other', (name, fault) => {
  expect(red(gate(fault, name !== 'audit passed'))).toEqual([name]);
});

it('skips by name what nobody knows on own data', () => {
  const { passed, skipped } = gate({ gapClosed: null });
  expect([passed, skipped.map(({ name }) => name)]).toEqual([true, ['gap closed']]);
});
