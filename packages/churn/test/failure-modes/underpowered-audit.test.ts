import { readFileSync } from 'node:fs';
import { estimate, percent, usd } from '@applied-modeling/report';
import { describe, expect, it } from 'vitest';
import { readFailures, summariseFailures } from '../../src/failure-modes/failures-summary.ts';

describe('a holdout read after a month, in twenty worlds', () => {
  const worlds = readFailures().map(({ underpoweredAudit }) => underpoweredAudit);
  const { mean, weeksNeeded, gainUsd } = summariseFailures(readFailures());
  const { careless, correct, month } = mean.underpoweredAudit;

  it('is refused in every world: months are needed, most often years', () => {
    for (const { month, weeksNeeded } of worlds) {
      expect(month.isRefused).toBe(true);
      expect(weeksNeeded).toBeGreaterThan(26);
    }
    expect(weeksNeeded).toBeGreaterThan(78);
  });

  it('is significant one time in nine, and says at least twice what is true then', () => {
    expect(month.significantShare).toBeLessThan(0.2);
    for (const { month } of worlds) expect(month.exaggeration).toBeGreaterThan(2);
  });

  it('promises more than the queue earns, and stops a queue that works', () => {
    for (const { careless, correct } of worlds) {
      expect(correct.live.netUsd).toBeGreaterThan(0);
      expect(careless.offline.netUsd).toBeGreaterThan(correct.live.netUsd);
      expect(careless.live.netUsd).toBeLessThan(correct.live.netUsd);
    }
    expect(gainUsd.underpoweredAudit.low).toBeGreaterThan(0);
  });

  it('would have stopped a queue that hardly works as well: not reading has its price, and it is the smaller one', () => {
    const { careless, correct } = mean.uselessQueue;
    expect(correct.live.netUsd).toBeLessThan(careless.live.netUsd);
    expect(careless.live.netUsd).toBeLessThan(0);
    expect(gainUsd.uselessQueue.worldsBetter).toBeLessThan(10);
    expect(gainUsd.uselessQueue.high).toBeGreaterThan(0); // by the mean it is noise, and the README says so
    expect(careless.live.netUsd - correct.live.netUsd).toBeLessThan(gainUsd.underpoweredAudit.low);
  });

  it('is quoted rightly by the README', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replaceAll('\n', ' ');
    const quoted = [
      `${weeksNeeded.toFixed(0)} weeks`,
      `count, ${mean.underpoweredAudit.freshAWeek.toFixed(0)} a week`,
      `significant in ${percent(month.significantShare, 0)}`,
      `${month.exaggeration.toFixed(1)} times the truth`,
      usd(careless.offline.netUsd),
      usd(correct.live.netUsd),
      `${estimate(gainUsd.uselessQueue, usd)}, which a few large accounts hide in noise`,
      estimate(gainUsd.underpoweredAudit, usd),
    ];
    for (const figure of quoted) expect(readme).toContain(figure);
  });
});
