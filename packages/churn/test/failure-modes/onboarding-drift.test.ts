import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFailures, summariseFailures } from '../../src/failure-modes/failures-summary.ts';
import { GUIDED_FROM } from '../../src/failure-modes/onboarding-drift.ts';

describe('guided onboarding, in twenty worlds', () => {
  const worlds = readFailures().map(({ onboardingDrift }) => onboardingDrift);
  const { drift, mean, gainUsd } = summariseFailures(readFailures());
  const total = (of: (world: (typeof worlds)[number]) => number) => worlds.reduce((sum, world) => sum + of(world), 0);

  it('moves the chances of young accounts in every world, and those of all accounts in none', () => {
    for (const { guided, quiet } of worlds) {
      expect(guided.index.young).toBeGreaterThan(quiet.index.young + 0.25);
      expect(guided.index.chances).toBeLessThan(0.1);
    }
  });

  it('is told by the slice in every world, months before lost precision tells where it does at all', () => {
    expect(drift.found).toBe(20);
    expect(drift.lost).toBeLessThan(10);
    expect(drift.lostAfter).toBeGreaterThan(drift.after + 4);
    const slowest = Math.max(...worlds.map(({ guided }) => guided.alarms.young.find((week) => week >= GUIDED_FROM)!));
    expect(slowest - GUIDED_FROM).toBeLessThan(18);
  });

  it('makes benign what the model fears: far more is foretold of the young, and far less comes', () => {
    expect(total(({ guided }) => guided.young.foretold)).toBeGreaterThan(
      2 * total(({ quiet }) => quiet.young.foretold),
    );
    expect(total(({ guided }) => guided.young.collapsed)).toBeLessThan(total(({ quiet }) => quiet.young.collapsed));
  });

  it('looks cheap offline and costs more live, and less from the alarm of the slice on', () => {
    const { careless, correct } = mean.onboardingDrift;
    expect(careless.offline.netUsd).toBeGreaterThan(careless.live.netUsd);
    expect(correct.live.netUsd).toBeGreaterThan(careless.live.netUsd);
    expect(gainUsd.onboardingDrift.low).toBeGreaterThan(0);
  });

  it('is quoted rightly by the README', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replaceAll('\n', ' ');
    const quoted = [
      `in ${drift.found} of 20 worlds, after ${drift.after} weeks`,
      `in ${drift.lost}, after ${drift.lostAfter} weeks`,
      `${drift.falseAlarms} times in 20 years`,
      `${mean.onboardingDrift.guided.index.chances.toFixed(2)} of all accounts and ${mean.onboardingDrift.guided.index.young.toFixed(1)} of young ones`,
    ];
    for (const figure of quoted) expect(readme).toContain(figure);
  });
});
