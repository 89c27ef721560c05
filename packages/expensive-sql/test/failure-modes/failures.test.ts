import { expect, it } from 'vitest';
import { FAILURES, type Failure, readFailures, summariseFailures } from '../../src/failure-modes/failures-summary.ts';

/** Twenty small worlds, as `pnpm sql:failures` saved them last: careless looks better offline and is worse live. */
const saved = readFailures();
const { mean, gainUsd, gainPrecision } = summariseFailures(saved);

it.each(Object.keys(FAILURES) as Failure[])(
  '%s: careless promises more than it keeps, and is worse live than correct',
  (failure) => {
    const { careless, correct } = mean[failure];
    expect(careless.offline.averagePrecision).toBeGreaterThan(careless.live.averagePrecision);
    expect(correct.live.averagePrecision).toBeGreaterThan(careless.live.averagePrecision);
    expect(gainUsd[failure].estimate).toBeGreaterThan(0);
  },
);

it('the column from after the fact looks better than anything honest, and is nothing live', () => {
  const { careless, correct } = mean.afterTheFact;
  expect(careless.offline.averagePrecision).toBeGreaterThan(correct.live.averagePrecision);
  expect(gainPrecision.afterTheFact.worldsBetter).toBeGreaterThanOrEqual(15);
});

it('the share of unseen templates rises before anybody sees an error', () => {
  const { offline, live } = mean.movingWorld.careless;
  expect(live.unseenShare).toBeGreaterThan(2 * offline.unseenShare);
});
