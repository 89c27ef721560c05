import { readFileSync, writeFileSync } from 'node:fs';
import { fingerprintFeatures } from '@applied-modeling/feature-store';
import { decimal, interval, percent, usd } from '@applied-modeling/report';
import { describe, expect, it } from 'vitest';
import { type AnswerFacts, codeValues, writeAnswer } from '../src/answer.ts';
import { churnFeatures } from '../src/features.ts';
import { generatorHash } from '../src/world/simulate.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const facts = JSON.parse(read('answer.json')) as AnswerFacts;

/** `UPDATE=1` writes ANSWER.md anew from answer.json, which is copied from the folder of the default run. */
if (process.env.UPDATE) writeFileSync(new URL('../ANSWER.md', import.meta.url), writeAnswer(facts));

describe('ANSWER.md', () => {
  it('says what the facts of the default run say', () => {
    expect(read('ANSWER.md')).toBe(writeAnswer(facts));
  });

  it('speaks of the default run, by the features the code defines today', () => {
    const { seed, size, fingerprints, audit } = facts.metrics;
    expect({ seed, size, audit: audit.passed }).toEqual({ seed: 7, size: 'medium', audit: true });
    expect(fingerprints.features).toBe(fingerprintFeatures(churnFeatures));
  });

  it('was made with the world, label, settings and prices of today; else train the default run and copy its answer.json', () => {
    expect(facts.madeWith).toEqual({ world: generatorHash(), ...codeValues });
  });

  it('changes when a figure does', () => {
    const figures = { ...facts.figures, gap_weeks: '15' };
    expect(writeAnswer({ ...facts, figures })).not.toBe(read('ANSWER.md'));
  });

  it('holds the figures every part speaks of', () => {
    expect(facts.figures.naive_joins).toContain('CRM as of today');
    expect(facts.figures.net_value.startsWith(usd(facts.metrics.metrics.net_value_usd as number))).toBe(true);
    expect(Object.values(facts.figures).filter((figure) => figure === '—' || figure.includes('undefined'))).toEqual([]);
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
      `right ${facts.figures.queue_precision.replace('%', ' %')} of the time`,
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
