import { describe, expect, test } from 'vitest';
import { climbLevels, SIMPLER_ROLES } from '../../src/index.ts';

/** Four weeks of two rows, two hours each; an idle node costs 1 an hour, a missing one 5. */
const outcomes = Float32Array.of(2, 4, 1, 1, 3, 5, 2, 2, 1, 3, 4, 4, 2, 2, 6, 6);
const held = {
  outcomes,
  cluster: Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3),
  costOf: ({ idle, unmet }: { readonly idle: number; readonly unmet: number }) => idle + 5 * unmet,
};
const peaks = Float32Array.of(4, 1, 5, 2, 3, 4, 2, 6);
const rungs = [
  { name: 'always 3', role: 'incumbent', levels: new Float32Array(8).fill(3) },
  { name: 'always 6', role: 'baseline', levels: new Float32Array(8).fill(6) },
  { name: 'one too many', role: 'model', levels: peaks.map((nodes) => nodes + 1) },
  { name: 'peaks', role: 'oracle', levels: peaks },
] as const;
const options = { seed: 7, replicates: 100, regretFrom: [['baseline'], SIMPLER_ROLES] as const };

describe('a ladder of levels', () => {
  const { rungs: ladder, regrets, resamples } = climbLevels(rungs, held, options);

  // By hand, row by row: at 3 nodes idle 1, 4, 0, 2, 2, 0, 2, 0 and unmet 1, 0, 2, 0, 0, 2, 0, 6.
  test('adds up what waited and what was missing, and prices it', () => {
    const [flat] = ladder;
    expect(flat).toMatchObject({ idle: 11, unmet: 11, shortShare: 6 / 16, cost: { estimate: 11 + 5 * 11 } });
    expect(ladder.map(({ cost }) => cost.estimate)).toEqual([66, 48, 22, 6]);
    expect(flat.mape).toBeCloseTo(
      (1 / 2 + 1 / 4 + 2 + 2 + 0 + 2 / 5 + 1 / 2 + 1 / 2 + 2 + 0 + 1 / 4 + 1 / 4 + 1 / 2 + 1 / 2 + 1 / 2 + 1 / 2) / 16,
      6,
    );
  });

  test('tells each difference from the one model and from the oracle, on the same resamples', () => {
    expect(ladder.map(({ modelMinusThis }) => modelMinusThis.estimate)).toEqual([-44, -26, 0, 16]);
    // One node too many for two hours in each of eight rows costs 16 in every resample: the luck of the weeks cancels.
    expect(ladder[2].aboveOracle).toMatchObject({ estimate: 16, low: 16, high: 16 });
    expect(resamples).toHaveLength(100);
  });

  test('closes regret from the cheapest rung of the roles that are asked about', () => {
    expect(regrets.map(({ from }) => from)).toEqual(['always 6', 'always 6']);
    expect(regrets[0].share!.estimate).toBeCloseTo((48 - 22) / (48 - 6), 12);
    const [fromRule] = climbLevels(rungs, held, { ...options, regretFrom: [['incumbent']] }).regrets;
    expect(fromRule.share!.estimate).toBeCloseTo((66 - 22) / (66 - 6), 12);
  });

  test('knows no regret without an oracle, and is refused without a model', () => {
    const blind = climbLevels(rungs.slice(0, 3), held, options);
    expect(blind.regrets.map(({ share }) => share)).toEqual([null, null]);
    expect(blind.rungs[0]).toMatchObject({ aboveOracle: null, modelMinusThis: { estimate: -44 } });
    expect(() => climbLevels(rungs.slice(0, 2), held, options)).toThrow('found 0 rungs of role model');
  });
});
