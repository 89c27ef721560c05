import { expect, it } from 'vitest';
import { FAILURES, type Failure, readFailures, summariseFailures } from '../../src/failure-modes/failures-summary.ts';

/** Twenty small worlds, as `pnpm notebooks:failures` saved them last: careless promises more than it keeps, and is worse live. */
const saved = readFailures();
const { mean, costs } = summariseFailures(saved);

it.each(Object.keys(FAILURES) as Failure[])('%s costs more than noise, live', (failure) => {
  const { careless, correct } = mean[failure];
  expect(careless.live.score).toBeLessThan(correct.live.score);
  expect(costs[failure].low).toBeGreaterThan(0);
  expect(costs[failure].worldsBetter).toBeGreaterThanOrEqual(15);
});

it('by the clicks of the rule the model that learnt them looks better than the one that is', () => {
  const { careless, correct } = mean.positionBias;
  expect(careless.offline.score).toBeGreaterThan(correct.offline.score);
});

it('twenty drawn notebooks make the worse of two rules look better', () => {
  const fooled = saved.filter(({ sampledMetric: { careless, correct } }) => careless.isTables !== correct.isTables);
  expect(fooled.length).toBeGreaterThanOrEqual(15);
  const { offline, live } = mean.sampledMetric.careless;
  expect(offline.score).toBeGreaterThan(live.score);
});

it('the loop promises twice what it keeps, and shows fewer notebooks than chance alone would bring back', () => {
  const { careless } = mean.popularityLoop;
  expect(careless.offline.score).toBeGreaterThan(2 * careless.live.score);
  for (const { popularityLoop } of saved) {
    expect(popularityLoop.careless.live.coverage).toBeLessThan(popularityLoop.explored.live.coverage);
    expect(popularityLoop.explored.live.coverage).toBeLessThan(popularityLoop.correct.live.coverage);
  }
});

it('tells what the click costs from what the place costs, and the two are all there is', () => {
  const { halves } = summariseFailures(saved);
  expect(halves.clickAsLabel.estimate + halves.placeIgnored.estimate).toBeCloseTo(costs.positionBias.estimate, 12);
  for (const half of Object.values(halves)) expect(half.low).toBeGreaterThan(0);
});
