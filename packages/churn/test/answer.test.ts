import { readFileSync, writeFileSync } from 'node:fs';
import { fingerprintFeatures } from '@applied-modeling/feature-store';
import { decimal, interval, percent, usd } from '@applied-modeling/report';
import { describe, expect, it } from 'vitest';
import { type AnswerFacts, writeAnswer } from '../src/answer.ts';
import { readFailures, summariseNaiveJoin } from '../src/failure-modes/failures-summary.ts';
import { churnFeatures } from '../src/features.ts';
import { SHIPPED_QUEUE } from '../src/queue-money.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const facts = JSON.parse(read('answer.json')) as AnswerFacts;

/** `UPDATE=1` writes ANSWER.md anew from answer.json, which is copied from the folder of the default run. */
if (process.env.UPDATE) writeFileSync(new URL('../ANSWER.md', import.meta.url), writeAnswer(facts));

describe('ANSWER.md', () => {
  it('says what the facts of the default run say', () => {
    expect(read('ANSWER.md')).toBe(writeAnswer(facts));
  });

  it('speaks of the features the code defines today', () => {
    expect(facts.metrics.fingerprints.features).toBe(fingerprintFeatures(churnFeatures));
  });

  it('changes when a figure does', () => {
    const other = { ...facts, gapWeeks: facts.gapWeeks + 1 };
    expect(writeAnswer(other)).not.toBe(read('ANSWER.md'));
  });

  it('holds the figures every part speaks of', () => {
    expect(facts.naiveJoin).toEqual(summariseNaiveJoin(readFailures()));
    const shipped = facts.money.find(({ policy }) => policy === SHIPPED_QUEUE)!;
    expect(facts.metrics.metrics.net_value_usd).toBe(shipped.net.estimate);
  });

  it('is quoted rightly by the READMEs', () => {
    const { metrics, baselines } = facts.metrics;
    const [low, high] = metrics.average_precision_ci as readonly [number, number];
    const quoted = [
      decimal(baselines.csm_rule.average_precision),
      decimal(metrics.average_precision as number),
      decimal(metrics.observable_ceiling as number),
    ];
    const share = (value: number | null, digits = 1) => percent(value, digits).replace('%', ' %');
    const shipped = facts.money.find(({ policy }) => policy === SHIPPED_QUEUE)!;
    const [slopeLow, slopeHigh] = metrics.calibration_slope_ci as readonly [number, number];
    const inRoot = [
      ...quoted,
      share(metrics.gap_closed as number, 0),
      `${share(metrics.precision_at_k as number, 0)} of the ${metrics.k} accounts a week`,
      `picks ${share(baselines.csm_rule.precision_at_k, 0)}`,
      usd(metrics.net_value_usd as number),
      `slope ${interval(metrics.calibration_slope as number, [slopeLow, slopeHigh])}`,
    ];
    for (const figure of inRoot) expect(read('../../README.md')).toContain(figure);
    const inPackage = [
      ...quoted,
      decimal(baselines.logistic.average_precision),
      interval(metrics.average_precision as number, [low, high]),
      usd(metrics.net_value_usd as number),
      `precision at ${metrics.k} a week`,
      ...Object.values([baselines.csm_rule, baselines.logistic, baselines.gbm]).map((one) => share(one.precision_at_k)),
      `right ${share(shipped.precision, 0)} of the time`,
    ];
    for (const figure of inPackage) expect(read('README.md')).toContain(figure);
  });

  it('stands beside five worlds nobody tuned to, quoted rightly', () => {
    const seeds = JSON.parse(read('seeds.json')) as { readonly metrics: { readonly gap_closed: number } }[];
    const gaps = seeds.map(({ metrics }) => metrics.gap_closed).sort((a, b) => a - b);
    expect(read('README.md')).toContain(`is ${gaps[0].toFixed(2)} to ${gaps[4].toFixed(2)} (`);
  });

  it('is about 600 words long', () => {
    const words = read('ANSWER.md').split(/\s+/).length;
    expect(words).toBeGreaterThan(450);
    expect(words).toBeLessThan(800);
  });
});
