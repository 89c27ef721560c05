import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateGate, type GateCheck, gateTags, type Requirement } from '../src/gate.ts';

const because = 'it matters';
const passes = (found: GateCheck['found'], required: Requirement) =>
  evaluateGate([{ name: 'check', found, required, because }]).passed;

const cases: { required: Requirement; good: GateCheck['found'][]; bad: GateCheck['found'][] }[] = [
  { required: { atLeast: 0.3 }, good: [0.3, 1, Number.POSITIVE_INFINITY], bad: [0.299, '0.4', true] },
  { required: { atMost: 0 }, good: [0, -1], bad: [1, 1e-9, false] },
  { required: { above: 0 }, good: [1e-9], bad: [0, -1] },
  { required: { below: 1 }, good: [0.999], bad: [1] },
  { required: { within: [0.9, 1.1] }, good: [0.9, 1, 1.1], bad: [0.89, 1.11, '1'] },
  { required: { equals: 'f00d' }, good: ['f00d'], bad: ['beef', 1] },
  { required: { equals: true }, good: [true], bad: [false, 'true', 1] },
];

test.each(cases)('$required passes what it should and can fail', ({ required, good, bad }) => {
  for (const found of good) expect(passes(found, required), String(found)).toBe(true);
  for (const found of bad) expect(passes(found, required), String(found)).toBe(false);
});

test.each(cases)('$required fails when the value is missing, null or NaN', ({ required }) => {
  const absent = [undefined, null, Number.NaN] as const;
  for (const found of absent) expect(passes(found, required), String(found)).toBe(false);
});

test('a gate without checks does not pass', () => {
  expect(evaluateGate([])).toEqual({ passed: false, checks: [], skipped: [] });
});

test('a skipped check is named with its reason, and neither passes the gate nor closes it', () => {
  const lift: GateCheck = { name: 'lift', found: 1, required: { above: 0 }, because };
  const skipped = { name: 'gap closed', why: 'there is no ceiling' };
  expect(evaluateGate([skipped]).passed).toBe(false);
  const verdict = evaluateGate([lift, skipped]);
  expect(verdict).toMatchObject({ passed: true, checks: [{ name: 'lift' }], skipped: [skipped] });
  expect(gateTags(verdict)['gate.gap closed']).toBe('not asked: there is no ceiling');
  expect(() => evaluateGate([lift, { name: 'lift', why: 'again' }])).toThrow('2 checks under 1 names');
});

test('one failing check among any number of passing ones closes the gate', () => {
  fc.assert(
    fc.property(fc.nat(8), fc.nat(8), (before, after) => {
      const good = (i: number): GateCheck => ({ name: `c${i}`, found: 1, required: { atLeast: 0 }, because });
      const bad: GateCheck = { name: 'bad', found: -1, required: { atLeast: 0 }, because };
      const checks = Array.from({ length: before + after }, (_, i) => good(i));
      expect(evaluateGate(checks).passed).toBe(checks.length > 0);
      expect(evaluateGate(checks.toSpliced(before, 0, bad)).passed).toBe(false);
    }),
  );
});

test('each verdict says what was found, what was required and why', () => {
  const verdict = evaluateGate([
    { name: 'lift', found: 0.0412345, required: { above: 0 }, because: 'the model replaces a rule' },
    { name: 'slope', found: 0.65, required: { within: [0.9, 1.1] }, because: 'scores are read as odds' },
    { name: 'leaks', found: undefined, required: { atMost: 0 }, because: 'a leak looks like skill' },
  ]);
  expect(verdict.checks.map((check) => check.reason)).toEqual([
    'passed: found 0.04123; required above 0, because the model replaces a rule',
    'failed: found 0.65; required within [0.9, 1.1], because scores are read as odds',
    'failed: found no value, and a missing value never passes; required at most 0, because a leak looks like skill',
  ]);
  expect(Object.keys(gateTags(verdict))).toEqual(['gate', 'gate.lift', 'gate.slope', 'gate.leaks']);
  expect(gateTags(verdict).gate).toBe('failed');
});

test('two checks of one name are refused, since one would hide the other', () => {
  const check: GateCheck = { name: 'lift', found: 1, required: { above: 0 }, because };
  expect(() => evaluateGate([check, check])).toThrow('found 2 checks under 1 names');
});
