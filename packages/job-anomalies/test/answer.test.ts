import { readFileSync, writeFileSync } from 'node:fs';
import { fingerprintFeatures } from '@applied-modeling/feature-store';
import { decimal, estimate, percent, usd } from '@applied-modeling/report';
import { describe, expect, it } from 'vitest';
import { type AnswerFacts, acrossUntunedWorlds, codeValues, writeAnswer } from '../src/answer.ts';
import { readFailures, summariseFailures } from '../src/failure-modes/failures-summary.ts';
import { jobFeatures } from '../src/features.ts';
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
    expect(fingerprints.features).toBe(fingerprintFeatures(jobFeatures));
  });

  it('was made with the world, label, settings and prices of today; else train the default run and copy its answer.json', () => {
    expect(facts.madeWith).toEqual({ world: generatorHash(), ...codeValues });
  });

  it('changes when a figure does, and knows every figure it speaks of', () => {
    const told = { ...facts.figures, ...acrossUntunedWorlds() };
    expect(writeAnswer({ ...facts, figures: { ...facts.figures, gap_days: '4' } })).not.toBe(read('ANSWER.md'));
    expect(Object.entries(told).filter(([, figure]) => /—|undefined|NaN/.test(figure))).toEqual([]);
  });

  it('is quoted rightly by the READMEs', () => {
    const worlds = acrossUntunedWorlds();
    const inCells = (text: string) => text.replaceAll(/\s+/g, ' ');
    const [mine, front] = [read('README.md'), read('../../README.md')].map(inCells);
    for (const name of ['worlds_precision', 'worlds_rule_precision', 'worlds_net', 'worlds_gap'])
      for (const readme of [mine, front]) expect(readme, name).toContain(worlds[name]);
    for (const name of ['worlds_ap', 'worlds_logistic_ap', 'worlds_ceiling', 'worlds_simple_net'])
      expect(mine, name).toContain(worlds[name]);
    const { money } = facts.metrics;
    for (const { name, precision } of money)
      expect(mine, name).toContain(`| ${name} | ${(100 * precision).toFixed(0)} % |`);
    expect(mine).toContain(`covers ${facts.figures.covered} of the runs`);
  });

  it('stands beside twenty worlds in which two failures were replayed, quoted rightly', () => {
    const { worlds, mean, gainUsd } = summariseFailures(readFailures());
    const readme = read('README.md').replaceAll(/\s+/g, ' ');
    const cost = ({ worldsBetter, ...gain }: (typeof gainUsd)['poisonedBaseline']) =>
      `| ${estimate(gain, usd)}, in ${worldsBetter} worlds |`;
    const paged = ({ pagesPerDay, uselessShare, netUsd }: (typeof mean)['baseRateBlindness']['correct']['live']) =>
      `| ${decimal(pagesPerDay, 1)} pages a day, ${percent(uselessShare, 0)} useless, ${usd(netUsd)} |`;
    const found = ({ recall, netUsd }: (typeof mean)['baseRateBlindness']['correct']['live']) =>
      `| finds ${percent(recall, 0)}, ${usd(netUsd)} |`;
    const { baseRateBlindness, poisonedBaseline } = mean;
    const { offline } = baseRateBlindness.careless;
    expect(worlds).toBe(20);
    for (const told of [
      `| ${decimal(offline.pagesPerDay, 1)} pages a day, ${usd(offline.netUsd)} |`,
      ...[baseRateBlindness.careless.live, baseRateBlindness.correct.live].map(paged),
      ...[poisonedBaseline.careless.offline, poisonedBaseline.careless.live, poisonedBaseline.correct.live].map(found),
      ...[gainUsd.baseRateBlindness, gainUsd.poisonedBaseline].map(cost),
    ])
      expect(readme).toContain(told);
  });

  it('is about 800 words long, beside its table', () => {
    const prose = read('ANSWER.md').replaceAll(/^\|.*$/gm, '');
    const words = prose.split(/\s+/).filter((word) => /\w/.test(word)).length;
    expect(words).toBeGreaterThan(600);
    expect(words).toBeLessThan(850);
  });
});
