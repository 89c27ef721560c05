import { readFileSync } from 'node:fs';
import { fingerprintFeatures } from '@applied-modeling/feature-store';
import { describe, expect, it } from 'vitest';
import { type AnswerFacts, writeAnswer } from '../src/answer.ts';
import { churnFeatures } from '../src/features.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const facts = JSON.parse(read('answer.json')) as AnswerFacts;

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

  it('is about 600 words long', () => {
    const words = read('ANSWER.md').split(/\s+/).length;
    expect(words).toBeGreaterThan(450);
    expect(words).toBeLessThan(800);
  });
});
