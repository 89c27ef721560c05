import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markovChain, randomStream, updateBelief } from '../src/index.ts';

/** Sunny → rainy .1; rainy → sunny .3, → flooded .2; a flood stays. */
const chain = markovChain(3);
const weather = chain.close(Float64Array.of(0, 0.1, 0, 0.3, 0, 0.2, 0, 0, 0));

describe('a Markov chain', () => {
  test('stays with what the other steps leave over', () => {
    expect([...weather]).toEqual([0.9, 0.1, 0, 0.3, 0.49999999999999994, 0.2, 0, 0, 1]);
  });

  test('draws the next state by the order of the states', () => {
    expect([0.05, 0.1, 0.99].map((u) => chain.next(weather, 0, u))).toEqual([1, 0, 0]);
    expect([0.29, 0.31, 0.51].map((u) => chain.next(weather, 1, u))).toEqual([0, 2, 1]);
    expect(chain.next(weather, 2, 0.0001)).toBe(2);
  });

  test('pushes a belief forward by hand-computed sums, and leaves what lies around it', () => {
    const belief = Float64Array.of(7, 0.5, 0.4, 0.1, 7);
    chain.pushForward(weather, belief, 1);
    expect([...belief]).toEqual([7, 0.5700000000000001, 0.25, expect.closeTo(0.18, 12), 7]);
  });

  test('pulls the chance of a flood back: from rain .2 in one day, from sun .1 × .2 in two', () => {
    const value = Float64Array.of(0, 0, 1);
    chain.pullBack(weather, value, 0, 1);
    expect([...value]).toEqual([0, 0.2, 1]);
    chain.pullBack(weather, value, 0, 1);
    expect(value[0]).toBeCloseTo(0.02, 12);
  });

  test('reads values that are a stride apart', () => {
    const value = Float64Array.of(9, 0, 9, 0, 9, 1);
    chain.pullBack(weather, value, 1, 2);
    expect([...value]).toEqual([9, 0, 9, 0.2, 9, 1]);
  });

  test('knows when a flood is reached: from rain .2 today, .5 × .2 tomorrow, and from sun not before', () => {
    const reached = new Float64Array(3 * 2);
    chain.reach([weather, weather], 2, (day) => day, reached);
    const expected = [0, 0.1 * 0.2, 0.2, 0.5 * 0.2].map((chance) => expect.closeTo(chance, 12));
    expect([...reached.subarray(0, 4)]).toEqual(expected);
  });

  test('takes steps together in one term', () => {
    const reached = new Float64Array(3);
    chain.reach([weather, weather], 2, () => 0, reached);
    expect(reached[1]).toBeCloseTo(0.2 + 0.5 * 0.2, 12);
  });

  test('weighs a belief by what was seen, over two chains side by side, and leaves what lies around it', () => {
    const belief = Float64Array.of(7, 0.2, 0.3, 0.4, 0.1, 7);
    updateBelief(belief, 1, 4, Float64Array.of(1, 0.5));
    // (.2, .15, .4, .05) / .8
    expect([...belief]).toEqual([7, 0.25, 0.1875, 0.5, 0.0625, 7].map((chance) => expect.closeTo(chance, 12)));
  });

  const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });

  test('expects the same forward and backward: Σ belief × value does not depend on who moves', () => {
    fc.assert(
      fc.property(probabilities, probabilities, (from, worth) => {
        const [belief, value] = [Float64Array.from(from), Float64Array.from(worth)];
        const dot = (a: Float64Array, b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);
        chain.pushForward(weather, belief, 0);
        chain.pullBack(weather, value, 0, 1);
        expect(dot(belief, worth)).toBeCloseTo(dot(value, from), 12);
      }),
    );
  });

  test('spends its days as the filter says: 20 000 paths of ten days, to four standard errors', () => {
    const random = randomStream(5, 'weather');
    const belief = Float64Array.of(1, 0, 0);
    for (let day = 0; day < 10; day++) chain.pushForward(weather, belief, 0);
    const ends = new Float64Array(3);
    for (let path = 0; path < 20_000; path++) {
      let state = 0;
      for (let day = 0; day < 10; day++) state = chain.next(weather, state, random.uniform(path, day));
      ends[state] += 1 / 20_000;
    }
    for (const [state, p] of belief.entries()) {
      expect(Math.abs(ends[state] - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 20_000));
    }
  });
});
