import type { Interval } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import type { Evaluation } from '../../src/domain.ts';
import { judgeGate } from '../../src/evaluation/gate.ts';
import { costQuantile } from '../../src/settings.ts';

const around = (estimate: number, half: number): Interval => ({
  estimate,
  low: estimate - half,
  high: estimate + half,
  standardError: half / 1.96,
});
const policy = (name: string, role: string, usd: number, covered = costQuantile) => ({
  name,
  role,
  cost: around(usd, 4),
  modelMinusThis: around(100 - usd, 5),
  shortShare: 1 - covered,
});
const lastWeek = policy('last week', 'baseline', 120);
const sound = {
  policies: [policy('incumbent', 'incumbent', 150), lastWeek, policy('GBM', 'model', 100)],
  regretClosed: around(0.8, 0.1),
  shortage: {
    calibration: {
      shipped: { slope: around(1, 0.3) },
      brierSkill: 0.3,
      inTheLarge: { predicted: 0.1, observed: 0.1, relativeError: 0.07 },
      top: { predicted: 0.5, observed: 0.45 },
    },
  },
} as unknown as Evaluation;
const { inTheLarge } = sound.shortage.calibration;
const audited = { findings: [], checked: [], singleFeatureAucs: [], notApplicable: [] };
const calibrated = (change: object) => ({ shortage: { calibration: { ...sound.shortage.calibration, ...change } } });
const planning = (model: object, best = lastWeek) => ({ policies: [sound.policies[0], best, model] });

/** One planted fault a check, in the order of the checks. */
const faults: readonly [name: string, fault: object][] = [
  ['audit passed', {}],
  ['beats the best simpler rung', planning(sound.policies[2], policy('last week', 'baseline', 103))],
  ['calibration slope', calibrated({ shipped: { slope: around(1.4, 0.8) } })],
  ['forecast / observed', calibrated({ inTheLarge: { ...inTheLarge, predicted: 0.15 } })],
  ['standard error of forecast / observed', calibrated({ inTheLarge: { ...inTheLarge, relativeError: 0.2 } })],
  ['miss among the top', calibrated({ top: { predicted: 0.5, observed: 0.35 } })],
  ['Brier skill', calibrated({ brierSkill: 0 })],
  ['regret closed', { regretClosed: around(0.1, 0.05) }],
  ['coverage of the planned hour', planning(policy('GBM', 'model', 100, 0.9))],
];
const gate = (fault: object, passed = true) => judgeGate({ ...sound, ...fault }, { ...audited, passed });
const red = (verdict: ReturnType<typeof gate>) => verdict.checks.flatMap(({ passed, name }) => (passed ? [] : [name]));

it('asks everything of a sound run, and passes it', () => {
  expect(gate({}).checks.map(({ name }) => name)).toEqual(faults.map(([name]) => name));
  expect([red(gate({})), gate({}).skipped]).toEqual([[], []]);
});

it.each(faults)('%s: its own fault turns it red, and no other', (name, fault) => {
  expect(red(gate(fault, name !== 'audit passed'))).toEqual([name]);
});

it('asks for no share of a regret that is not known, nor for a slope that is not there, and says so', () => {
  const slope = { why: 'no row has label 1' };
  const { passed, skipped } = gate({ ...calibrated({ shipped: { slope } }), regretClosed: null });
  expect([passed, skipped.map(({ name }) => name)]).toEqual([true, ['calibration slope', 'regret closed']]);
});
