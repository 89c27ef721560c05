import { readFileSync, writeFileSync } from 'node:fs';
import { decimal, estimate, percent, usd } from '@applied-modeling/report';
import { describe, expect, it } from 'vitest';
import { type AnswerFacts, acrossUntunedWorlds, codeValues, writeAnswer } from '../src/answer.ts';
import { FAILURES, type Failure, readFailures, summariseFailures } from '../src/failure-modes/failures-summary.ts';
import { slateFeatures } from '../src/features.ts';
import { slateUsd, successUsd } from '../src/prices.ts';
import { featureFingerprint } from '../src/training-set/assemble-rows.ts';
import { generatorHash } from '../src/world/simulate.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const facts = JSON.parse(read('answer.json')) as AnswerFacts;
const inCells = (text: string) => text.replaceAll(/\s+/g, ' ');

/** `UPDATE=1` writes ANSWER.md anew from answer.json, which is copied from the folder of the default run. */
if (process.env.UPDATE) writeFileSync(new URL('../ANSWER.md', import.meta.url), writeAnswer(facts));

describe('ANSWER.md', () => {
  it('says what the facts of the default run say, made with the code of today', () => {
    expect(read('ANSWER.md')).toBe(writeAnswer(facts));
    const { seed, size, fingerprints, audit } = facts.metrics;
    expect({ seed, size, audit: audit.passed }).toEqual({ seed: 7, size: 'medium', audit: true });
    expect(fingerprints.features).toBe(featureFingerprint(slateFeatures));
    expect(facts.madeWith).toEqual({ world: generatorHash(), ...codeValues });
  });

  it('changes when a figure does, and knows every figure it speaks of', () => {
    const told = { ...facts.figures, ...acrossUntunedWorlds() };
    expect(writeAnswer({ ...facts, figures: { ...facts.figures, gap_days: '4' } })).not.toBe(read('ANSWER.md'));
    expect(Object.entries(told).filter(([, figure]) => /—|undefined|NaN/.test(figure))).toEqual([]);
  });

  it('is at most 950 words long, beside its table', () => {
    const prose = read('ANSWER.md').replaceAll(/^\|.*$/gm, '');
    const words = prose.split(/\s+/).filter((word) => /\w/.test(word)).length;
    expect(words).toBeGreaterThan(600);
    expect(words).toBeLessThan(950);
  });
});

describe('the READMEs', () => {
  const [mine, front] = [read('README.md'), read('../../README.md')].map(inCells);
  const { worlds_rows, ...worlds } = acrossUntunedWorlds();

  it('quote five worlds nobody tuned to', () => {
    for (const row of worlds_rows.split('\n')) expect(mine).toContain(row);
    for (const name of ['worlds_new_gain', 'worlds_repeat_gain']) {
      expect(mine, name).toContain(worlds[name]);
      expect(front, name).toContain(worlds[name]);
    }
    for (const name of [
      'worlds_trees_gain',
      'worlds_trees_ship',
      'worlds_gap',
      'worlds_violations',
      'worlds_recall',
      'worlds_gate',
    ])
      expect(mine, name).toContain(worlds[name]);
  });

  it('quote the judge a company has, by which even the oracle loses, and the test that decides', () => {
    const { figures, metrics } = facts;
    const opens = (role: string) => metrics.slates.find((one) => one.role === role)!.by_opens!;
    expect(opens('oracle')).toBeLessThan(opens('incumbent'));
    expect(opens('model')).toBeLessThan(opens('incumbent'));
    for (const told of [
      `the rule has ${figures.rule_opens}, the model ${figures.opens} and the oracle ${figures.oracle_opens}`,
      `The rule's slates succeed ${figures.rule_rate} of the time, with a standard error of ${figures.rule_rate_error} points`,
      `${figures.design_effect} times that of independent ones`,
      `the ${figures.test_gain} points the truth expects`,
      `takes ${figures.test_weeks} weeks of ${figures.test_users} users; half of that gain, ${figures.test_weeks_of_half}`,
      `${figures.harm} points lost after the first week`,
    ])
      expect(mine).toContain(told);
  });

  it('quote the default run, and the prices', () => {
    for (const { name, shown, net_usd } of facts.metrics.money!)
      expect(mine, name).toContain(`| ${name} | ${shown.toLocaleString('en-US')} | ${usd(net_usd)} |`);
    expect(mine).toContain(
      `a success saves $${decimal(successUsd(), 2)}, reading a slate costs $${decimal(slateUsd(), 2)}`,
    );
  });

  it('quote twenty worlds in which three failures were replayed', () => {
    const saved = readFailures();
    expect(saved).toHaveLength(20);
    const { mean, costs, halves } = summariseFailures(saved);
    for (const failure of Object.keys(FAILURES) as Failure[]) {
      const { careless, correct } = mean[failure];
      const { worldsBetter, ...gain } = costs[failure];
      const figures = [careless.offline, careless.live, correct.offline, correct.live].map(({ score }) =>
        decimal(score),
      );
      expect(mine).toContain(
        `| ${FAILURES[failure]} | ${figures.join(' | ')} | ${estimate(gain)}, in ${worldsBetter} worlds |`,
      );
    }
    expect(mine).toContain(
      `the click as the label costs ${estimate(halves.clickAsLabel)} and the ignored place ${estimate(halves.placeIgnored)}, in ${halves.placeIgnored.worldsBetter} worlds`,
    );
    const shown = (way: 'careless' | 'explored' | 'correct') =>
      percent(
        saved.reduce((sum, world) => sum + world.popularityLoop[way].live.coverage / saved.length, 0),
        0,
      );
    const pays = saved.filter(({ popularityLoop }) => popularityLoop.explored.paysBack === 1).length;
    for (const told of [
      `At the end ${shown('careless')} of the notebooks`,
      `${shown('explored')} where one slate in twenty is shuffled`,
      `${shown('correct')} by the rule in force`,
      `within twenty weeks in ${pays} of 20 worlds`,
    ])
      expect(mine).toContain(told);
  });
});
