import { readFileSync, writeFileSync } from 'node:fs';
import { percent, usd } from '@applied-modeling/report';
import { describe, expect, it } from 'vitest';
import {
  type AnswerFacts,
  acrossUntunedWorlds,
  codeValues,
  millions,
  type SeedRun,
  writeAnswer,
} from '../src/answer.ts';
import { featureFingerprint } from '../src/features.ts';
import { generatorHash, HISTORY_WEEKS } from '../src/world/simulate.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const facts = JSON.parse(read('answer.json')) as AnswerFacts;
const seeds = JSON.parse(read('seeds.json')) as readonly SeedRun[];

/** `UPDATE=1` writes ANSWER.md anew from answer.json, which is copied from the folder of the default run. */
if (process.env.UPDATE) writeFileSync(new URL('../ANSWER.md', import.meta.url), writeAnswer(facts));

describe('ANSWER.md', () => {
  it('says what the facts of the default run say', () => {
    expect(read('ANSWER.md')).toBe(writeAnswer(facts));
  });

  it('speaks of the default run, by the features the code defines today', () => {
    const { seed, size, fingerprints, audit } = facts.metrics;
    expect({ seed, size, audit: audit.passed }).toEqual({ seed: 7, size: 'medium', audit: true });
    expect(fingerprints.features).toBe(featureFingerprint);
  });

  it('was made with the world, label, settings and prices of today; else train the default run and copy its answer.json', () => {
    expect(facts.madeWith).toEqual({ world: generatorHash(), ...codeValues });
  });

  it('changes when a figure does', () => {
    const figures = { ...facts.figures, gap_weeks: '4' };
    expect(writeAnswer({ ...facts, figures })).not.toBe(read('ANSWER.md'));
  });

  it('holds the figures every part speaks of', () => {
    const roles = Object.values(facts.metrics.policies).map(({ role }) => role);
    for (const role of ['incumbent', 'baseline', 'careless', 'ablation', 'model', 'oracle'])
      expect(roles).toContain(role);
    expect(facts.metrics.metrics.cost_usd).toBe(facts.metrics.policies[facts.metrics.ships].cost_usd);
    expect(facts.figures.ships).toBe(facts.metrics.ships);
    const told = Object.entries({ ...facts.figures, ...acrossUntunedWorlds() });
    expect(told.filter(([, figure]) => /—|undefined|NaN/.test(figure))).toEqual([]);
  });

  it('is quoted rightly by the README', () => {
    const share = (value: number, digits: number) => percent(value, digits).replace('%', ' %');
    const rows: readonly (readonly [string, string])[] = [
      ['four-week rule in use', 'incumbent'],
      ['last week, the best rule', facts.metrics.best_baseline],
      ['ridge on usage, not on demand', 'ridge on usage'],
      ['structural forecast alone', 'structural'],
      ['one multiplier for each family', 'multiplier'],
      ['ridge regression, which ships', facts.metrics.ships],
      ['gradient-boosted trees', 'GBM'],
      ['oracle', 'oracle'],
    ];
    const readme = read('README.md').replaceAll('\n', ' ').replaceAll(/ +/g, ' ');
    for (const [title, name] of rows) {
      const { cost_usd, true_cost_usd, coverage, mape } = facts.metrics.policies[name];
      const dollars = `${millions(cost_usd)} | ${millions(true_cost_usd)}`;
      expect(readme).toContain(`| ${title} | ${dollars} | ${share(coverage, 1)} | ${share(mape, 0)} |`);
    }
    const { figures, metrics } = facts;
    const [low, high] = metrics.metrics.gbm_minus_best_usd_ci as readonly [number, number];
    for (const words of [
      `test weeks ${HISTORY_WEEKS - Number(figures.test_weeks)} to ${HISTORY_WEEKS - 1}`,
      `is ${usd(metrics.metrics.gbm_minus_best_usd as number)}, and its interval is ${usd(low)} to ${usd(high)}.`,
      `in the default world ${figures.simpler_excess}`,
      `by true labels the gate ${figures.true_gate}`,
      `average precision ${figures.average_precision.split(' ')[0]}, against ${figures.stockouts_average_precision}`,
      `${figures.oracle_average_precision} for the oracle`,
    ])
      expect(readme).toContain(words);
  });

  it('stands beside five worlds nobody tuned to, quoted rightly', () => {
    const readme = read('README.md').replaceAll('\n', ' ');
    const spaced = (figure: string) => figure.replaceAll('%', ' %');
    const { seeds_known, seeds_known_best, seeds_learnt } = acrossUntunedWorlds();
    expect(seeds.map(({ seed }) => seed)).toEqual([101, 202, 303, 404, 505]);
    const front = read('../../README.md').replaceAll('\n', ' ');
    for (const [text, write] of [[front, (figure: string) => figure] as const, [readme, spaced] as const]) {
      const less = `costs ${write(seeds_known)} less than what was provisioned and ${write(seeds_known_best)} less than`;
      expect(text).toContain(less);
      expect(text).toContain(`takes off another ${write(seeds_learnt)}`);
    }
    const count = (isCounted: (seed: (typeof seeds)[number]) => boolean) => seeds.filter(isCounted).length;
    expect(readme).toContain(`The ridge ships in ${count(({ ships }) => ships === 'ridge')} of 5`);
    expect(readme).toContain(`same ships in ${count((world) => world.ships === world.ships_by_truth)} of 5`);
    expect(readme).toContain(`the gate passes ${count(({ gate_passed }) => gate_passed)}.`);
  });

  it('stands beside twenty worlds in which three failures were replayed, quoted rightly', () => {
    const worlds = JSON.parse(read('failures.json')) as readonly Worlds[];
    const mean = (of: (world: Worlds) => number) => worlds.reduce((sum, world) => sum + of(world), 0) / worlds.length;
    const readme = read('README.md');
    expect(worlds).toHaveLength(20);
    for (const loop of ['censoredSpiral', 'censoredSpiralHeavy'] as const) {
      const dollars = [
        mean((world) => world[loop].careless.offlineUsd),
        mean((world) => world[loop].careless.liveUsd),
        mean((world) => world[loop].correct.liveUsd),
        mean((world) => world[loop].oracle.liveUsd),
      ];
      expect(readme).toContain(`| ${dollars.map((value) => usd(value)).join(' | ')} |`);
    }
    const leak = [
      mean(({ launchLeak }) => launchLeak.careless.offline.touchedUsd),
      mean(({ launchLeak }) => launchLeak.careless.live.touchedUsd),
      mean(({ launchLeak }) => launchLeak.correct.touchedUsd),
      mean(({ launchLeak }) => launchLeak.oracle.touchedUsd),
    ];
    expect(readme).toContain(`| ${leak.map((value) => usd(value)).join(' | ')} |`);
    const loss = (who: 'careless' | 'correct' | 'oracle') => usd(mean(({ wrongLoss }) => wrongLoss[who].usd));
    expect(readme).toContain(`| ${loss('careless')} | ${loss('correct')} (MAPE`);
    const short = (who: 'careless' | 'correct') => mean(({ censoredSpiral }) => censoredSpiral[who].shortShare);
    expect(readme).toContain(`short in ${percent(short('careless'), 0).replace('%', ' %')} of hours`);
  });

  it('is about 700 words long, beside its tables', () => {
    const prose = read('ANSWER.md').replaceAll(/^\|.*$/gm, '');
    const words = prose.split(/\s+/).filter((word) => /\w/.test(word)).length;
    expect(words).toBeGreaterThan(450);
    expect(words).toBeLessThan(760);
  });
});

interface Loop {
  readonly offlineUsd: number;
  readonly liveUsd: number;
  readonly shortShare: number;
}

interface Worlds {
  readonly censoredSpiral: Readonly<Record<'careless' | 'correct' | 'oracle', Loop>>;
  readonly censoredSpiralHeavy: Readonly<Record<'careless' | 'correct' | 'oracle', Loop>>;
  readonly launchLeak: {
    readonly careless: Readonly<Record<'offline' | 'live', { readonly touchedUsd: number }>>;
    readonly correct: { readonly touchedUsd: number };
    readonly oracle: { readonly touchedUsd: number };
  };
  readonly wrongLoss: Readonly<Record<'careless' | 'correct' | 'oracle', { readonly usd: number }>>;
}
