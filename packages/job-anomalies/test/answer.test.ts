import { readFileSync, writeFileSync } from 'node:fs';
import { fingerprintFeatures } from '@applied-modeling/feature-store';
import { decimal, estimate, percent, usd } from '@applied-modeling/report';
import { describe, expect, it } from 'vitest';
import { type AnswerFacts, acrossUntunedWorlds, codeValues, writeAnswer } from '../src/answer.ts';
import { readFailures, summariseFailures } from '../src/failure-modes/failures.ts';
import { jobFeatures } from '../src/features.ts';
import { generatorHash } from '../src/world/simulate.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const facts = JSON.parse(read('answer.json')) as AnswerFacts;

/** `UPDATE=1` writes ANSWER.md anew from answer.json, which is copied from the folder of the default run. */
if (process.env.UPDATE) writeFileSync(new URL('../ANSWER.md', import.meta.url), writeAnswer(facts));

const cellsOf = (row: string) =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Of `$5.23K [−$1.06K, $11.5K]` the signs of both ends. */
function endsOf(interval: string): Readonly<Record<'low' | 'high', number>> {
  const [, low, high] = interval.match(/\[(.+?), (.+?)\]/) ?? [];
  const [first, second] = [low, high].map((end) => Number.parseFloat(end.replace('$', '').replace('−', '-')));
  return { low: first, high: second };
}

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
    const quoted = ['worlds_precision', 'worlds_net', 'worlds_gap', 'worlds_detect'];
    for (const name of quoted) for (const readme of [mine, front]) expect(readme, name).toContain(worlds[name]);
    expect(front).toContain(`${cellsOf(worlds.worlds_rule)[1]} of those of a robust z score`);
    for (const name of ['worlds_limit', 'worlds_logistic']) expect(front).toContain(cellsOf(worlds[name])[5]);
    const own = ['worlds_rule', 'worlds_limit', 'worlds_logistic', 'worlds_detect_share', 'worlds_duplicates'];
    for (const name of [...own, 'worlds_ap', 'worlds_logistic_ap', 'worlds_ceiling'])
      expect(mine, name).toContain(worlds[name]);
    expect(mine).toContain(`in ${worlds.worlds_above_ceiling} of ${worlds.worlds_count} worlds`);
    for (const { name, precision, minutes_to_detect_p50: after, net_usd } of facts.metrics.money) {
      const minutes = after! < 1 ? 'at its start' : after!.toFixed(0);
      expect(mine, name).toContain(`| ${name} | ${(100 * precision).toFixed(0)} % | ${minutes} | ${usd(net_usd)} |`);
    }
    expect(mine).toContain(`covers ${facts.figures.covered} of the runs`);
    expect(mine).toContain(`${facts.figures.net_minus_dearest} more than “${facts.figures.dearest}”`);
  });

  it('claims of the model no more than intervals over worlds bear out, and says what was missed', () => {
    const worlds = acrossUntunedWorlds();
    const [soonerThanLimit, overLimit] = cellsOf(worlds.worlds_limit).slice(4).map(endsOf);
    const [soonerThanLogistic, overLogistic] = cellsOf(worlds.worlds_logistic).slice(4).map(endsOf);
    // “knows sooner than either simple pager and out-earns neither beyond noise”
    for (const { low } of [soonerThanLimit, soonerThanLogistic]) expect(low).toBeGreaterThan(0);
    for (const { low, high } of [overLimit, overLogistic]) expect([low < 0, high > 0]).toEqual([true, true]);
    const netOf = (row: string) => Number.parseFloat(cellsOf(row)[3].replace('$', ''));
    expect(netOf(worlds.worlds_logistic)).toBeGreaterThan(netOf(worlds.worlds_limit));
    // “the median page comes after … of the minutes”: half was the aim; and of duplicates less than 5 %
    expect(Number.parseFloat(worlds.worlds_detect_share)).toBeGreaterThan(50);
    expect(Number.parseFloat(worlds.worlds_duplicates)).toBeLessThan(5);
    expect(Number.parseFloat(facts.figures.duplicates)).toBeGreaterThan(5);
  });

  it('stands beside twenty worlds in which four failures were replayed, quoted rightly', () => {
    const { worlds, mean, gainUsd } = summariseFailures(readFailures());
    const { baseRateBlindness: blind, poisonedBaseline: poisoned, boiledFrog: frog, feedbackBias: bias } = mean;
    const readme = read('README.md').replaceAll(/\s+/g, ' ');
    const cost = ({ worldsBetter, ...gain }: (typeof gainUsd)['poisonedBaseline']) =>
      `| ${estimate(gain, usd)}, in ${worldsBetter} worlds |`;
    const paged = ({ pagesPerDay, uselessShare, netUsd }: typeof blind.correct.live) =>
      `| ${decimal(pagesPerDay, 1)} pages a day, ${percent(uselessShare, 0)} useless, ${usd(netUsd)} |`;
    const found = ({ recall, netUsd }: typeof blind.correct.live) => `| finds ${percent(recall, 0)}, ${usd(netUsd)} |`;
    const of = (days: readonly (number | null)[]) => `${days.filter((one) => one !== null).length} of ${days.length}`;
    const crept = ({ daysToDetect: { quiet, ordinary, noisy }, live }: typeof frog.correct) =>
      `| finds ${of([...quiet, ...ordinary, ...noisy])} creeping jobs, ${usd(live.netUsd)} |`;
    const soon = (days: readonly (number | null)[]) => days.filter((one) => one !== null && one <= 42).length;
    const learnt = ({ averagePrecision, uselessShare, netUsd }: typeof bias.correct.live) =>
      `| AP ${decimal(averagePrecision)}, ${percent(uselessShare, 0)} useless, ${usd(netUsd)} |`;
    const { quiet, ordinary, noisy } = frog.correct.daysToDetect;
    expect(worlds).toBe(20);
    for (const told of [
      `| ${decimal(blind.careless.offline.pagesPerDay, 1)} pages a day, ${usd(blind.careless.offline.netUsd)} |`,
      ...[blind.careless.live, blind.correct.live].map(paged),
      ...[poisoned.careless.offline, poisoned.careless.live, poisoned.correct.live].map(found),
      `| ${decimal(frog.careless.offline.ticketsPerMonth, 1)} tickets a month, ${usd(frog.careless.offline.netUsd)} |`,
      ...[frog.careless, frog.correct].map(crept),
      `(standard deviation of the log minutes up to 0.12) ${of(quiet)}, ${soon(quiet)} of them within six weeks`,
      `(up to 0.35) ${of(ordinary)}, ${soon(ordinary)} within six weeks; of noisy ones ${of(noisy)}.`,
      `| AP ${decimal(bias.careless.offline.averagePrecision)} on verdicts of pages |`,
      ...[bias.careless.live, bias.correct.live].map(learnt),
      ...Object.values(gainUsd).map(cost),
    ])
      expect(readme).toContain(told);
  });

  it('says what four failures cost in worlds nobody looked at while choosing', () => {
    const fresh = readFailures(new URL('../failures-from-201.json', import.meta.url));
    const { worlds, mean, gainUsd } = summariseFailures(fresh);
    const readme = read('README.md').replaceAll(/\s+/g, ' ');
    const { careless, correct } = mean.boiledFrog;
    const found = (way: typeof careless) => Object.values(way.daysToDetect).flat();
    const some = (way: typeof careless) => found(way).filter((days) => days !== null).length;
    expect(worlds).toBe(5);
    for (const { worldsBetter, ...gain } of Object.values(gainUsd))
      expect(readme).toContain(`| ${estimate(gain, usd)}, in ${worldsBetter} of 5 |`);
    expect(readme).toContain(
      `finds ${some(correct)} of ${found(correct).length} creeping jobs, an adaptive one ${some(careless)}`,
    );
    const [pages, lots] = [mean.feedbackBias.careless, mean.feedbackBias.correct].map(
      ({ live }) => live.averagePrecision,
    );
    expect(readme).toContain(`average precision ${decimal(lots)} against ${decimal(pages)}`);
  });

  it('is about 800 words long, beside its table', () => {
    const prose = read('ANSWER.md').replaceAll(/^\|.*$/gm, '');
    const words = prose.split(/\s+/).filter((word) => /\w/.test(word)).length;
    expect(words).toBeGreaterThan(600);
    expect(words).toBeLessThan(850);
  });
});
