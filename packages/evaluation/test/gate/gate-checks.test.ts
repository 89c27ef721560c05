import { describe, expect, test } from 'vitest';
import {
  type CheckNotAsked,
  type CheckToAsk,
  earnsMore,
  type GateEvidence,
  gateChecks,
  type Interval,
  judgeCalibration,
  sigmoid,
} from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

const around = (estimate: number, half: number): Interval => ({
  estimate,
  low: estimate - half,
  high: estimate + half,
  standardError: half / 1.96,
});
const rule = { name: 'rule', role: 'incumbent', modelMinusThis: around(0.1, 0.05) } as const;
const gbm = { name: 'gbm', role: 'model', modelMinusThis: around(0, 0) } as const;
function earning(model: number) {
  return [
    { name: 'rule', role: 'incumbent', net: { estimate: 100 } },
    { name: 'gbm', role: 'model', net: { estimate: model } },
  ] as const;
}
const sound: GateEvidence = {
  auditPassed: true,
  shipped: { ships: gbm, model: gbm, bestSimpler: rule, modelMinusBest: around(0.1, 0.05), modelEarnsItsPlace: true },
  better: 'higher',
  calibration: {
    shipped: { slope: around(1.02, 0.3) },
    brierSkill: 0.2,
    inTheLarge: { predicted: 0.041, observed: 0.04, relativeError: 0.06 },
    top: { predicted: 0.5, observed: 0.55 },
  },
  chanceIs: 'a probability is multiplied by dollars',
  closed: { name: 'gap closed', share: 0.7 },
  money: earning(500),
};
const bounds = { closed: 0.5 } as const;
const calibrated = (change: Partial<GateEvidence['calibration']>): GateEvidence => ({
  ...sound,
  calibration: { ...sound.calibration, ...change },
});

/** The names of the checks that fail, judged here in the plainest way. */
const red = (evidence: GateEvidence): readonly string[] =>
  gateChecks(evidence, bounds).flatMap((check) => ('why' in check || holds(check) ? [] : [check.name]));

function holds({ found, required }: CheckToAsk): boolean {
  if ('equals' in required) return found === required.equals;
  const value = Number(found);
  if ('above' in required) return value > required.above;
  if ('below' in required) return value < required.below;
  if ('atLeast' in required) return value >= required.atLeast;
  if ('atMost' in required) return value <= required.atMost;
  return value >= required.within[0] && value <= required.within[1];
}

/** One planted fault a check, in the order of the checks. */
const faults: readonly [name: string, GateEvidence][] = [
  ['audit passed', { ...sound, auditPassed: false }],
  ['beats the best simpler rung', { ...sound, shipped: { ...sound.shipped, modelMinusBest: around(0.1, 0.11) } }],
  ['calibration slope', calibrated({ shipped: { slope: around(1.5, 0.7) } })],
  ['forecast / observed', calibrated({ inTheLarge: { predicted: 0.06, observed: 0.04, relativeError: 0.06 } })],
  [
    'standard error of forecast / observed',
    calibrated({ inTheLarge: { predicted: 0.04, observed: 0.04, relativeError: 0.2 } }),
  ],
  ['miss among the top', calibrated({ top: { predicted: 0.7, observed: 0.55 } })],
  ['Brier skill', calibrated({ brierSkill: 0.01 })],
  ['gap closed', { ...sound, closed: { name: 'gap closed', share: 0.4 } }],
  ['money', { ...sound, money: earning(99) }],
];

describe('the checks of a gate', () => {
  test('are all asked of sound evidence, and pass', () => {
    expect(gateChecks(sound, bounds).map(({ name }) => name)).toEqual(faults.map(([name]) => name));
    expect(red(sound)).toEqual([]);
  });

  test.each(faults)('%s: its own fault turns it red, and no other', (name, evidence) => {
    expect(red(evidence)).toEqual([name]);
  });

  test('money is not asked about where nobody counted it', () => {
    const { money: _, ...uncounted } = sound;
    expect(gateChecks(uncounted, bounds).map(({ name }) => name)).not.toContain('money');
  });

  test('money can be asked about in another place: what the model earns has to be above what the rule does', () => {
    expect([500, 100, 99].map((usd) => holds(earnsMore(earning(usd))))).toEqual([true, false, false]);
    expect(gateChecks(sound, bounds).at(-1)).toEqual(earnsMore(earning(500)));
  });

  test('a cost has to lie below that of the best simpler rung', () => {
    const cheaper = {
      ...sound,
      better: 'lower',
      shipped: { ...sound.shipped, modelMinusBest: around(-9, 4) },
    } as const;
    expect(red(cheaper)).toEqual([]);
    expect(red({ ...cheaper, shipped: { ...sound.shipped, modelMinusBest: around(-9, 10) } })).toEqual([
      'beats the best simpler rung',
    ]);
    const [, check] = gateChecks(cheaper, bounds) as readonly CheckToAsk[];
    expect(check).toMatchObject({
      found: -5,
      because: expect.stringContaining('otherwise rule is as good; this is the upper end'),
    });
  });

  test('a forecast of the base rate for everybody has no slope to bound, and fails by its skill', () => {
    const constant = calibrated({
      shipped: { slope: { why: 'every row has the same forecast' } },
      brierSkill: 0,
      inTheLarge: { predicted: 0.04, observed: 0.04, relativeError: 0.06 },
      top: { predicted: 0.04, observed: 0.05 },
    });
    expect(red(constant)).toEqual(['Brier skill']);
    expect(gateChecks(constant, bounds)).toContainEqual({
      name: 'calibration slope',
      why: 'there is none: every row has the same forecast',
    });
  });

  test('what the data cannot answer is skipped by name', () => {
    const quiet = calibrated({
      brierSkill: null,
      inTheLarge: { predicted: 0.04, observed: 0, relativeError: Infinity },
    });
    const checks = gateChecks({ ...quiet, closed: { name: 'gap closed', share: null } }, bounds);
    expect(checks.flatMap((check) => ('why' in check ? check : []))).toEqual<CheckNotAsked[]>([
      { name: 'forecast / observed', why: 'nothing was observed' },
      { name: 'Brier skill', why: 'all outcomes are equal' },
      { name: 'gap closed', why: 'nobody knows how well anyone could have done on these data' },
    ]);
  });

  test('a pipeline with a reason sets its own bounds', () => {
    const own = { ...bounds, slope: [0.9, 1.1], inTheLarge: [0.7, 1.2], noise: 0.3, topMiss: 0.2, skill: 0.3 } as const;
    const [, , ...checks] = gateChecks(sound, own);
    expect(checks.slice(0, 5).map((check) => (check as CheckToAsk).required)).toEqual([
      { within: [0.9, 1.1] },
      { within: [0.7, 1.2] },
      { atMost: 0.3 },
      { atMost: 0.2 },
      { atLeast: 0.3 },
    ]);
  });

  // 20,000 rows of 2,000 customers, base rate 8 %: the forecast that is right, and four that are not
  test('a right forecast passes; one half as large again, one a third too small, a constant and an extreme one are refused', () => {
    const random = seededUniform(5);
    const margin = Float64Array.from({ length: 20_000 }, () => random() * 6 - 6);
    const label = Float64Array.from(margin, (value) => Number(random() < sigmoid(value)));
    const cluster = Int32Array.from(margin, (_, row) => row % 2_000);
    const margins = Array.from({ length: 121 }, (_, at) => at / 20 - 6);
    const forecast = (of: (margin: number) => number) => {
      const shipped = { method: 'isotonic', smoothed: false, margins, probabilities: margins.map(of) } as const;
      const rows = { margin, label, cluster, group: cluster.map((id) => id % 10) };
      return red(calibrated(judgeCalibration(rows, { shipped, alternatives: [] }, { k: 20 })));
    };
    expect(forecast(sigmoid)).toEqual([]);
    expect(forecast((value) => Math.min(0.99, 1.5 * sigmoid(value)))).toContain('forecast / observed');
    expect(forecast((value) => sigmoid(value) / 1.5)).toContain('forecast / observed');
    expect(forecast(() => 0.08)).toContain('Brier skill');
    expect(forecast((value) => sigmoid(1.5 * value))).toContain('calibration slope');
  });
});
