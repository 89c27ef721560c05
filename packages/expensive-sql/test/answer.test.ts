import { readFileSync, writeFileSync } from 'node:fs';
import { bestSimpler } from '@applied-modeling/evaluation';
import { count, decimal, estimate, percent, usd } from '@applied-modeling/report';
import { describe, expect, it } from 'vitest';
import { type AnswerFacts, acrossUntunedWorlds, codeValues, writeAnswer } from '../src/answer.ts';
import { FAILURES, type Failure, readFailures, summariseFailures } from '../src/failure-modes/failures-summary.ts';
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
    expect(fingerprints.features).toBe(featureFingerprint());
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

  it('quote five worlds nobody tuned to', () => {
    const { worlds_rows, worlds_count, ...worlds } = acrossUntunedWorlds();
    for (const row of worlds_rows.split('\n')) expect(mine).toContain(row);
    for (const [name, figure] of Object.entries(worlds).filter(([name]) => name !== 'worlds_trees_unseen'))
      expect(mine, name).toContain(figure);
    for (const name of [
      'worlds_gain',
      'worlds_best_gain',
      'worlds_best_free_gain',
      'worlds_best_precision',
      'worlds_ships',
      'worlds_trees_precision',
      'worlds_trees_net',
      'worlds_gap',
    ])
      expect(front, name).toContain(worlds[name]);
  });

  it('tell what ships from one simpler rung everywhere, in the worlds and in the default run', () => {
    const best = (figure: 'net_usd' | 'free_net_usd') => bestSimpler(facts.metrics.money, (rung) => rung[figure]).name;
    expect([best('net_usd'), best('free_net_usd')]).toEqual([
      acrossUntunedWorlds().worlds_best,
      acrossUntunedWorlds().worlds_best,
    ]);
  });

  it('quote the default run', () => {
    for (const name of ['net_lead', 'free_lead']) expect(mine, name).toContain(facts.figures[name]);
    const told = (queries: number, usd: number) => `${count(queries)} | $${count(Math.round(usd))}`;
    for (const { name, routed, net_usd, free_routed, free_net_usd } of facts.metrics.money)
      expect(mine, name).toContain(`| ${name} | ${told(routed, net_usd)} | ${told(free_routed, free_net_usd)} |`);
  });

  it('quote twenty worlds in which three failures were replayed', () => {
    const { worlds, mean, gainUsd, gainPrecision } = summariseFailures(readFailures());
    expect(worlds).toBe(20);
    for (const failure of Object.keys(FAILURES) as Failure[]) {
      const { careless, correct } = mean[failure];
      const [lost, ap] = [gainUsd[failure], gainPrecision[failure]];
      const told = (one: typeof correct.live) => `${decimal(one.averagePrecision, 2)}, ${usd(one.netUsd)}`;
      expect(mine, failure).toContain(
        `| ${told(careless.offline)} | ${told(careless.live)} | ${told(correct.live)} | ${estimate(ap)}, in ${ap.worldsBetter} worlds | ${estimate(lost, usd)}, in ${lost.worldsBetter} |`,
      );
      expect(ap.low, failure).toBeGreaterThan(0);
    }
    expect(mine).toContain(
      `from ${percent(mean.movingWorld.careless.offline.unseenShare, 0)} to ${percent(mean.movingWorld.careless.live.unseenShare, 0)}`,
    );
  });
});
