import { expect, test } from 'vitest';
import { type CheckToAsk, type JudgedRanking, rankingChecks } from '../../src/index.ts';

const around = (estimate: number, half: number) => ({
  ...{ estimate, low: estimate - half, high: estimate + half, standardError: half / 1.96 },
});
const rung = (name: string, role: 'incumbent' | 'simple' | 'model', ap: number) => ({
  ...{ name, role, averagePrecision: around(ap, 0.02), precisionAtK: 0.5, rocAuc: 0.8 },
  modelMinusThis: { ...around(0.5 - ap, 0.03), excludesZero: ap < 0.47 },
});
const judged: JudgedRanking = {
  ladder: [rung('rule', 'incumbent', 0.1), rung('line', 'simple', 0.4), rung('trees', 'model', 0.5)],
  calibration: {
    shipped: { slope: around(1, 0.1) },
    brierSkill: 0.2,
    inTheLarge: { predicted: 0.04, observed: 0.04, relativeError: 0.06 },
    top: { predicted: 0.5, observed: 0.5 },
  },
  gapClosed: 0.7,
};

test('the model has to beat the rung that orders rows best of the simpler ones, and to close the gap of the ladder', () => {
  const checks = rankingChecks(judged, { auditPassed: true, chanceIs: 'it is used' }, { closed: 0.3 });
  const found = (name: string) => (checks.find((check) => check.name === name) as CheckToAsk).found;
  expect(found('beats the best simpler rung')).toBeCloseTo(0.1 - 0.03, 12);
  expect(found('gap closed')).toBe(0.7);
  const unknown = rankingChecks({ ...judged, gapClosed: null }, { auditPassed: true, chanceIs: '' }, { closed: 0.3 });
  expect(unknown).toContainEqual(expect.objectContaining({ name: 'gap closed', why: expect.any(String) }));
});
