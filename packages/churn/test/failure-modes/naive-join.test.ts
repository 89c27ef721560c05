import { readFileSync } from 'node:fs';
import { estimate } from '@applied-modeling/report';
import { describe, expect, it } from 'vitest';
import { readFailures, summariseNaiveJoin } from '../../src/failure-modes/failures-summary.ts';

/** `failures.test.ts` runs it: what the file says of the world of seed 7 is what the code finds. */
describe('naive join', () => {
  const found = readFailures().find(({ seed }) => seed === 7)!.naiveJoin;
  const join = (name: string) => found.careless.find((one) => one.name === name)!;

  it('looks splendid offline when the CRM is joined as it stands today', () => {
    expect(join('CRM as of today').offline).toBeGreaterThan(found.honest + 0.2);
    expect(join('CRM as of today').live).toBeNull();
  });

  it('is better offline and worse live when it knows the newest contract', () => {
    const { offline, live } = join('newest contract');
    expect(offline).toBeGreaterThan(found.honest + 0.02);
    expect(live).toBeLessThan(found.honest - 0.1);
  });

  it('gains nothing to speak of from windows without clocks, whose rows are hours late', () => {
    const { changed, offline } = join('windows without clocks');
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThan(0.1);
    expect(Math.abs(offline - found.honest)).toBeLessThan(0.05);
  });
});

describe('in twenty worlds', () => {
  const { worlds, honest, careless } = summariseNaiveJoin(readFailures());

  it('state without a clock is better offline in most, and worse live in all where it has a past', () => {
    const [windows, contract, crm] = careless;
    expect(worlds).toBe(20);
    expect(contract.worldsBetterOffline).toBeGreaterThan(13);
    expect(contract.worldsWorseLive).toBe(20);
    expect(crm.worldsBetterOffline).toBe(20);
    expect(Math.abs(windows.offline - honest)).toBeLessThan(0.01);
  });

  it('is quoted rightly by the README', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [windows, contract, crm] = careless;
    const quoted = [
      `${estimate(crm.gain)}, better in ${crm.worldsBetterOffline} of ${worlds}`,
      `${estimate(contract.gain)}, better in ${contract.worldsBetterOffline}`,
      `${contract.live!.toFixed(3)} against ${honest.toFixed(3)}`,
      estimate(windows.gain),
    ];
    for (const figure of quoted) expect(readme).toContain(figure);
  });
});
