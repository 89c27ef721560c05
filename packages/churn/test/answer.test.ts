import { readFileSync, writeFileSync } from 'node:fs';
import { fingerprintFeatures } from '@applied-modeling/feature-store';
import { describe, expect, it } from 'vitest';
import { type AnswerFacts, codeValues, figuresOfWorlds, writeAnswer } from '../src/answer.ts';
import { churnFeatures } from '../src/features.ts';
import { generatorHash } from '../src/world/simulate.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const facts = JSON.parse(read('answer.json')) as AnswerFacts;
const told = { ...facts.figures, ...figuresOfWorlds(facts) };

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

  it('knows every figure it speaks of', () => {
    const unknown = Object.entries(told).filter(([, figure]) => /—|undefined|NaN/.test(figure));
    expect(unknown).toEqual([]);
  });

  it('is quoted rightly by the READMEs', () => {
    const ranking = [told.worlds_ap, told.worlds_logistic_ap, told.worlds_rule_ap, told.worlds_ceiling];
    for (const figure of [...ranking, told.worlds_model_minus_best, told.worlds_gap, `slope ${told.slope}`])
      expect(read('../../README.md').replaceAll('\n', ' ')).toContain(figure);
    const ranked = [
      ['CSM rule', told.worlds_rule_ap, told.rule_ap, told.rule_precision],
      ['logistic regression', told.worlds_logistic_ap, told.logistic_ap, told.logistic_precision],
      ['gradient boosting', told.worlds_ap, told.average_precision, told.model_precision],
    ].map((cells) => `| ${cells.join(' | ')} |`);
    const mine = [
      ...ranked,
      told.worlds_ceiling,
      ...told.money_rows.split('\n').map(inCells),
      told.worlds_model_minus_best,
    ];
    for (const figure of [...mine, told.worlds_gap, told.worlds_dollar_gap, told.oracle_ap])
      expect(inCells(read('README.md'))).toContain(figure);
  });

  it('has its precision and recall drawn on the front page', () => {
    const drawn = read('../../docs/figures/precision-recall.svg');
    expect(drawn).toContain(`clairvoyant ceiling; base rate ${told.base_rate}.`);
  });

  it('is about 700 words long, beside its tables', () => {
    const prose = read('ANSWER.md').replaceAll(/^\|.*$/gm, '');
    const words = prose.split(/\s+/).filter((word) => /\w/.test(word)).length;
    expect(words).toBeGreaterThan(500);
    expect(words).toBeLessThan(800);
  });
});

/** Without the spaces that align the cells of a table. */
const inCells = (text: string) => text.replaceAll(/ +\| */g, ' | ').replaceAll(/^\| +/gm, '| ');
