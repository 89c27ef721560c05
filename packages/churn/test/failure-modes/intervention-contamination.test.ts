import { readFileSync } from 'node:fs';
import { estimate, usd } from '@applied-modeling/report';
import { describe, expect, it } from 'vitest';
import { readFailures, summariseFailures } from '../../src/failure-modes/failures-summary.ts';

describe('outcomes that contacts changed, in twenty worlds', () => {
  const worlds = readFailures().map(({ interventionContamination }) => interventionContamination);
  const { contamination, mean, gainUsd } = summariseFailures(readFailures());
  const [naive, ...repaired] = contamination.ways;
  const { truth, collapsed } = contamination;

  it('make a crisis look like safety, and it is danger', () => {
    expect(naive.way).toBe('naive');
    expect(naive.logOdds.high).toBeLessThan(0);
    expect(truth.low).toBeGreaterThan(0);
  });

  it.each(repaired)('are repaired by $way: the truth is in its interval', ({ logOdds }) => {
    expect(logOdds.low).toBeGreaterThan(naive.logOdds.high);
    expect(logOdds.low).toBeLessThan(truth.estimate);
    expect(logOdds.high).toBeGreaterThan(truth.estimate);
  });

  it('are detected by the holdout: of its crises more than twice as many collapse as the naive model foretells', () => {
    // Standard deviation of the number of collapses, were weeks independent; the twelve of an account are not, so twice that.
    const noise = 2 * Math.sqrt(naive.foretold);
    expect(collapsed).toBeGreaterThan(naive.foretold + 3 * noise);
    for (const { foretold } of repaired) {
      expect(foretold).toBeGreaterThan(1.3 * naive.foretold);
      expect(foretold).toBeLessThan(collapsed);
    }
  });

  it('look better offline in every world', () => {
    const better = worlds.filter(
      ({ careless, correct }) => careless.offline.averagePrecision > correct.offline.averagePrecision,
    );
    expect(better.length).toBe(20);
  });

  it('matter less than the order of the list, which costs money in nearly every world', () => {
    const { careless, correct } = mean.riskQueue;
    expect(careless.live.netUsd).toBeLessThan(correct.live.netUsd);
    expect(gainUsd.riskQueue.low).toBeGreaterThan(0);
    expect(gainUsd.riskQueue.worldsBetter).toBeGreaterThan(16);
  });

  it('cost neither precision among the riskiest nor, in the order of worth, dollars: said plainly in the README', () => {
    expect(contamination.precisionGain.high).toBeLessThan(0);
    expect(gainUsd.interventionContamination.low).toBeLessThan(0);
    expect(gainUsd.interventionContamination.high).toBeGreaterThan(0);
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replaceAll('\n', ' ');
    const quoted = [
      estimate(truth),
      ...contamination.ways.map(({ logOdds }) => estimate(logOdds)),
      `${collapsed} collapse, and the naive model foretells ${naive.foretold.toFixed(0)}`,
      `the three others ${repaired
        .map(({ foretold }) => foretold.toFixed(0))
        .join(', ')
        .replace(/, (?=\d+$)/, ' and ')}`,
      estimate(contamination.precisionGain),
      estimate(gainUsd.interventionContamination, usd),
    ];
    for (const figure of quoted) expect(readme).toContain(figure);
  });

  it.each(['naive', 'holdout', 'weighted', 'doublyRobust'] as const)(
    'earn more in the order of worth than in that of risk, learnt the %s way',
    (way) => {
      const { byRisk, byWorth } = mean.interventionContamination.ways[way];
      expect(byWorth.netUsd).toBeGreaterThan(3 * Math.max(0, byRisk.netUsd));
    },
  );
});
