import { readFileSync } from 'node:fs';
import { usd } from '@applied-modeling/report';
import { describe, expect, it } from 'vitest';
import { FAILURES, readFailures, summariseFailures, tellFailures } from '../../src/failure-modes/failures-summary.ts';
import { failuresOfSmall } from '../small-world.ts';

const worlds = readFailures();

describe('failures', () => {
  it('are what failures.json says of this world, so that the file speaks of the code of today', async () => {
    const rounded = JSON.parse(
      JSON.stringify(await failuresOfSmall(), (_, value) =>
        typeof value === 'number' ? Number(value.toPrecision(6)) : value,
      ),
    );
    expect(worlds.find(({ seed }) => seed === 7)).toEqual(rounded);
  });

  it('are told in dollars, careless and correct', () => {
    const { mean } = summariseFailures(worlds);
    const told = tellFailures(worlds);
    for (const { mode } of FAILURES)
      for (const way of ['careless', 'correct'] as const) expect(told).toContain(usd(mean[mode][way].live.netUsd));
  });

  it('are quoted rightly by the README', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replaceAll('\n', ' ');
    const { mean, gainUsd } = summariseFailures(worlds);
    for (const { mode } of FAILURES) {
      const { careless, correct } = mean[mode];
      expect(readme).toContain(
        `${usd(careless.live.netUsd)} | ${usd(correct.live.netUsd)} | ${gainUsd[mode].worldsBetter} of ${worlds.length} |`,
      );
    }
  });
});
