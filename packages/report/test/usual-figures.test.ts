import { expect, it } from 'vitest';
import { usualFigures } from '../src/index.ts';

const run = {
  ingested: { calendar: { unit: 'week', gapSteps: 3 } },
  set: { names: ['a', 'b'] },
  audit: { passed: true },
  gate: { passed: true, checks: [{ name: 'slope', passed: true }] },
} as const;
const told = {
  champion: 'the rule',
  maturesAfterDays: 16,
  shipped: { slope: { estimate: 0.95, low: 0.9, high: 1 }, expectedCalibrationError: 0.0123 },
};

it('tells what every answer tells of its run', () => {
  expect(usualFigures(run, told)).toEqual({
    features: '2',
    matures_days: '16',
    gap_weeks: '3',
    slope: '0.950 [0.900, 1.000]',
    calibration_error: '1.23%',
    gate: 'The gate passed, so the new version is the `challenger`',
    champion: 'the rule',
    audit: 'passed',
  });
});

it('says what did not pass, and why there is no slope', () => {
  const checks = ['audit', 'slope', 'skill'].map((name) => ({ name, passed: name === 'slope' }));
  const refused = { ...run, audit: { passed: false }, gate: { passed: false, checks } };
  const shipped = { slope: { why: 'one class only' }, expectedCalibrationError: 0 };
  expect(usualFigures(refused, { ...told, shipped })).toMatchObject({
    gate: 'The gate did not pass (audit, skill), so the new version holds no alias',
    audit: 'was refused',
    slope: expect.stringContaining('one class only'),
  });
});

it('names the gap by the step of the calendar', () => {
  const daily = { ...run, ingested: { calendar: { unit: 'day', gapSteps: 16 } } } as const;
  expect(usualFigures(daily, told)).toMatchObject({ gap_days: '16' });
});
