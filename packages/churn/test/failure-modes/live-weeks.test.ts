import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { LEARNT_SHARES, type LiveWeeks, liveWeeks } from '../../src/failure-modes/live-weeks.ts';
import { prices } from '../../src/prices.ts';

describe('live weeks', () => {
  let live: LiveWeeks;
  beforeAll(async () => {
    const cacheDir = join(tmpdir(), 'applied-modeling-churn-test');
    live = await liveWeeks({ seed: 7, threads: 1, cacheDir }, { first: 131, last: 142, stride: 1 });
  });

  it('contact nobody, so that what is known of an account is what a queue would know until it serves it', () => {
    expect(live.set.lottery.isContacted.some((one) => one === 1)).toBe(false);
    expect(live.truth.uplift.some((uplift) => uplift > 0)).toBe(true);
  });

  it('serve an account once', () => {
    const served = live.serve(live.truth.clairvoyant.map((chance) => chance || 0));
    const accounts = Array.from(served, (row) => live.set.cluster[row]);
    expect(new Set(accounts).size).toBe(accounts.length);
  });

  it('cost the price of a contact where it does nothing, and less money the more it harms', () => {
    const by = (holds: (uplift: number) => boolean) =>
      live.rows.filter((row) => holds(live.truth.uplift[row])).subarray(0, 20);
    const [nothing, harmed] = [by((uplift) => uplift === 0), by((uplift) => uplift < 0)];
    expect(live.outcomeOf(nothing)).toEqual({
      served: nothing.length,
      prevented: 0,
      netUsd: -nothing.length * prices.contactUsd,
    });
    expect(live.outcomeOf(harmed).netUsd).toBeLessThan(-harmed.length * prices.contactUsd);
    expect(live.outcomeOf(harmed).prevented).toBeLessThan(0);
  });

  it('are worth more the likelier a collapse', () => {
    const worth = (chance: number) => live.worth(new Float64Array(live.set.rows).fill(chance));
    const [little, much] = [worth(0.1), worth(0.4)];
    expect(little.every((usd, row) => much[row] === 4 * usd || Math.abs(much[row] - 4 * usd) < 1e-6 * much[row])).toBe(
      true,
    );
  });

  it('count with the effect that the lottery of the default world measured', () => {
    const { effect_rows } = JSON.parse(readFileSync(new URL('../../answer.json', import.meta.url), 'utf8')).figures;
    const [crisis, others] = effect_rows.split('\n');
    expect(crisis).toContain(`| ${100 * LEARNT_SHARES[0]}% |`);
    expect(others).toContain(`| ${100 * LEARNT_SHARES[1]}%, assumed |`);
  });
});
