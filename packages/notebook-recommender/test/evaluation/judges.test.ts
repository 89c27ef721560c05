import {
  climbSlates,
  gapToOracle,
  judgeRanking,
  type RankedRung,
  rankCandidates,
  retrievalRecall,
  rungOf,
  sampleNegatives,
} from '@applied-modeling/evaluation';
import { describe, expect, it } from 'vitest';
import { tellMoney } from '../../src/evaluation/money.ts';
import { valuePolicies } from '../../src/evaluation/off-policy.ts';
import { type JudgedPages, openPages } from '../../src/evaluation/pages.ts';
import { slicePages } from '../../src/evaluation/slices.ts';
import { slateUsd, successUsd } from '../../src/prices.ts';
import { constantModel, type LiteralPage, literalPages, literalSet } from '../literal-pages.ts';

const RESAMPLED = { replicates: 200, level: 0.95, seed: 7 };

/** Twenty users with a new task and a repeated one each. The rule knows which notebook repeats; `new` is the one for a new task. */
const told: readonly LiteralPage[] = Array.from({ length: 40 }, (_, at) => ({
  user: `u${at >> 1}`,
  isNewTask: at % 2 === 1,
  permitted: 100,
  notebooks: [
    { id: 'old', worth: at % 2 === 0 ? 0.9 : 0.1, position: 1, propensity: 1, y: Number(at % 2 === 0) },
    { id: 'new', worth: at % 2 === 0 ? 0.1 : 0.6, position: 2, propensity: 1, y: 0 },
  ],
}));
const pages = literalPages(told);

const rung = (of: JudgedPages, name: string, role: RankedRung['role'], score: (at: number) => number): RankedRung => {
  const ranking = rankCandidates(
    of,
    Float64Array.from(of.rows, (_, at) => score(at)),
  );
  return { name, role, ranking, pages: judgeRanking(of, ranking) };
};
const rungsOf = (of: JudgedPages) => [
  rung(of, 'old first', 'incumbent', (at) => -(at % 2)),
  rung(of, 'new first', 'baseline', (at) => at % 2),
  rung(of, 'logistic', 'model', (at) => -((at + (at >> 1)) % 2)),
  rung(of, 'knows', 'oracle', (at) => of.worth.ofCandidate[at]),
];
const rungs = rungsOf(pages);

describe('climbSlates', () => {
  const ladder = climbSlates(pages, rungs, RESAMPLED);
  const of = (name: string) => ladder.find((one) => one.name === name)!;

  it('tells new tasks and repeats apart', () => {
    expect(of('old first').repeat!.ndcg.estimate).toBe(1);
    expect(of('old first').newTask!.ndcg.estimate).toBeLessThan(0.8);
    expect(of('old first').newTask!.modelMinusThis.low).toBeGreaterThan(0);
    expect(of('old first').repeat!.modelMinusThis.estimate).toBe(0);
    expect(of('new first').newTask!.ndcg.estimate).toBe(1);
  });

  it('closes the whole gap with a model that orders as the oracle does', () => {
    expect(gapToOracle(ladder)).toBeCloseTo(1, 12);
    expect(gapToOracle(ladder.filter(({ role }) => role !== 'oracle'))).toBeNull();
  });

  it('judges by what people opened where nobody knows the truth, and then knows no task and no success', () => {
    const open = openPages(literalSet(told), Int32Array.from(told.keys()), null);
    const [rule] = climbSlates(open, rungsOf(open), RESAMPLED);
    expect(rule.ndcg.estimate).toBe(1); // of the pages where something was found: the repeats
    expect([rule.newTask, rule.repeat, rule.successAtK, rule.successes]).toEqual([null, null, null, null]);
  });
});

describe('retrievalRecall', () => {
  it('is the share of what the best five are worth', () => {
    const notebooks = [
      { id: 'a', worth: 0.5 },
      { id: 'b', worth: 0.5, isMissed: true },
    ];
    expect(retrievalRecall(literalPages([{ notebooks }])).all).toBeCloseTo(0.5, 12);
    expect(retrievalRecall(pages).all).toBe(1);
  });
});

describe('sampleNegatives', () => {
  /** Forty notebooks on each of three pages, of which the first is worth something. */
  const many = literalPages(
    Array.from({ length: 3 }, () => ({
      notebooks: Array.from({ length: 40 }, (_, at) => ({ id: `n${at}`, worth: at === 0 ? 0.9 : 0 })),
    })),
  );
  const ranked = (name: string, placeOn: readonly number[]) =>
    rung(many, name, 'baseline', (at) => (at % 40 === 0 ? 0.5 - placeOn[at / 40] : -(at % 40)));

  it('turns round one that is right on one page of three, and one that is never far off', () => {
    const { flipped, rungs: judged } = sampleNegatives(
      many,
      [ranked('right or lost', [1, 40, 40]), ranked('never far off', [6, 6, 6])],
      [20, 100],
    );
    expect(judged.map(({ full }) => full)).toEqual([expect.closeTo(1 / 3, 12), 0]);
    expect([flipped?.better.name, flipped?.worse.name, flipped?.negatives]).toEqual([
      'right or lost',
      'never far off',
      20,
    ]);
  });

  it('turns nothing round where one is better on every page', () => {
    expect(sampleNegatives(many, [ranked('a', [1, 2, 3]), ranked('b', [2, 3, 4])], [20, 100]).flipped).toBeNull();
  });
});

describe('valuePolicies', () => {
  const options = { rungs: [rungs[0], rungs[1]], rule: rungs[0], seed: 7 };

  it('of the logged policy is what was earned, and of one that was never shown cannot be told', () => {
    const [rule, other] = valuePolicies(pages, constantModel(0.1), options)!;
    expect(rule.inversePropensity.estimate).toBe(0.5);
    expect(rule.effectiveSampleSize).toBe(40);
    expect(rule.onPolicy).toBeCloseTo((0.9 + 0.055 + 0.1 + 0.33) / 2, 12);
    expect(other.inversePropensity.estimate).toBe(0);
    expect(other.verdict.kind).toBe('cannot tell');
  });

  it('of the reward model alone is two slots of its constant', () => {
    expect(valuePolicies(pages, constantModel(0.1), options)![1].direct.estimate).toBeCloseTo(0.2, 12);
  });

  it('is null where nobody logged propensities', () => {
    const silent = told.map((page) => ({
      ...page,
      notebooks: page.notebooks.map((one) => ({ ...one, propensity: Number.NaN })),
    }));
    expect(valuePolicies(literalPages(silent), constantModel(0.1), options)).toBeNull();
  });
});

describe('tellMoney', () => {
  it('shows nothing where the chance of any success is not worth the noise', () => {
    const { breakEven, priced } = tellMoney(pages, constantModel(0.001), rungs, 7);
    expect(breakEven).toBeCloseTo(slateUsd() / successUsd(), 12);
    expect(rungOf(priced, 'model')).toMatchObject({ served: 0, value: 0, cost: 0 });
  });

  it('earns what succeeds less the noise of every slate, and moves the threshold with the price', () => {
    // Two slots: P(any) = 1 − (1 − chance)², half as large again as what breaks even.
    const chance = 1 - Math.sqrt(1 - (1.5 * slateUsd()) / successUsd());
    const { priced, noiseSweep } = tellMoney(pages, constantModel(chance), rungs, 7);
    const success = (1 - 0.1 * (1 - 0.55 * 0.1) + (1 - 0.4 * (1 - 0.55 * 0.1))) / 2;
    expect(rungOf(priced, 'model').net.estimate).toBeCloseTo(40 * (success * successUsd() - slateUsd()), 9);
    const abstaining = noiseSweep.policies.find(({ role }) => role === 'model')!;
    expect(abstaining.net[2]).toBeGreaterThan(0);
    expect(abstaining.net[3]).toBe(0);
  });
});

describe('slicePages', () => {
  it('counts each page where it belongs', () => {
    const cold = literalPages(
      told.map((page, at) => ({
        ...page,
        joinedDaysAgo: at < 4 ? 3 : 100,
        tenant: at < 6 ? 'small' : 'large',
        notebooks: page.notebooks.map((one) => ({ ...one, ageDays: at === 0 ? 2 : 100 })),
      })),
    );
    const slices = slicePages(cold, rungsOf(cold), 7);
    expect(Object.fromEntries(slices.map(({ name, pages }) => [name, pages]))).toEqual({
      ...{ all: 40, 'repeated task': 20, 'new task': 20 },
      ...{ 'new user': 4, 'new notebook is best': 1, 'small tenant': 6 },
    });
    expect(slices.find(({ name }) => name === 'new user')!.ndcg).toBeNull();
    expect(slices[0].ndcg!.modelMinusRule.low).toBeGreaterThan(0);
  });
});
