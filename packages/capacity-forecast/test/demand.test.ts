import { describe, expect, test } from 'vitest';
import { demandLearntAt, demandOfWeek, learnDemand } from '../src/demand.ts';
import { observe } from '../src/failure-modes/censored-spiral.ts';
import { decisionHour } from '../src/forecast/candidates.ts';
import { HOURS } from '../src/label.ts';
import { calendarSettings } from '../src/settings.ts';
import { unmet as planted } from '../src/world/planted.ts';
import { tinyPanel } from './tiny-panel.ts';
import { runHistory } from './world/histories.ts';

const NOW = Number.POSITIVE_INFINITY;

test('the demand model is learnt on what was known before the first decision that is used', () => {
  expect(demandLearntAt).toBe((26 * 7 + 5) * 24);
  expect(demandLearntAt).toBeLessThanOrEqual(decisionHour(calendarSettings.firstTrainStep));
});

describe('demand of a week', () => {
  const model = { traced: 0.5, spilled: 0.25 };
  const hoursOf = (panel: ReturnType<typeof tinyPanel>, series: number, week = 0, knownAt = NOW) =>
    demandOfWeek(panel, model, series, week, knownAt);

  test('adds what failed, traced or not, and takes away what came over in the hour after', () => {
    const panel = tinyPanel(2, 1, () => 100);
    panel.spillsFrom[1] = 0;
    panel.failures[7] = 8;
    expect(Array.from(hoursOf(panel, 0).subarray(6, 9))).toEqual([100, 116, 100]);
    expect(Array.from(hoursOf(panel, 1).subarray(6, 9))).toEqual([100, 100, 98]);
  });

  test('carries over midnight on Sunday, is never negative, and is missing where usage is', () => {
    const panel = tinyPanel(2, 2, (series, hour) => (series === 1 && hour === HOURS + 1 ? Number.NaN : 3));
    panel.spillsFrom[1] = 0;
    panel.failures[HOURS - 1] = 4;
    panel.failures[HOURS + 9] = 400;
    const monday = hoursOf(panel, 1, 1);
    expect([monday[0], monday[1], monday[2], monday[10]]).toEqual([2, Number.NaN, 3, 0]);
  });

  test('counts only failures that are known', () => {
    const panel = tinyPanel(2, 1, () => 100);
    panel.spillsFrom[1] = 0;
    panel.failures[7] = 8;
    panel.failuresKnownAt[7] = 9;
    expect([hoursOf(panel, 0, 0, 8.9)[7], hoursOf(panel, 1, 0, 8.9)[8]]).toEqual([100, 100]);
    expect([hoursOf(panel, 0, 0, 9)[7], hoursOf(panel, 1, 0, 9)[8]]).toEqual([116, 98]);
  });
});

describe.each([
  ['negative-binomial', 1],
  ['negative-binomial', 2],
  ['heavy', 1],
  ['heavy', 2],
] as const)('what is learnt of the %s world %i', (noise, seed) => {
  const world = runHistory(seed, 52, undefined, { noise });
  const panel = observe(world.weeks, world.population);
  const model = learnDemand(panel);

  test('is the planted share of unmet demand that leaves a trace, within 0.05', () => {
    expect(Math.abs(model.traced - (planted.retryShare + planted.spillShare))).toBeLessThan(0.05);
  });

  test('is the planted share that moves next door, within 0.06 of a first failure', () => {
    const moved = planted.spillShare / (planted.retryShare + planted.spillShare);
    expect(Math.abs(model.spilled - moved)).toBeLessThan(0.06);
  });

  test('makes demand right to 0.5 %, and to 3 % in the hours that were short; usage and requests miss both ways', () => {
    const [all, short] = [newSums(), newSums()];
    for (let week = 26; week < 52; week++) {
      for (let series = 0; series < world.population.series; series++) {
        const hours = demandOfWeek(panel, model, series, week, NOW);
        for (let hour = 0; hour < HOURS; hour++) {
          const happened = world.weeks[week];
          const cell = series * HOURS + hour;
          const requests = happened.usage[cell] + 4 * happened.retrying[cell] + happened.spilling[cell];
          for (const sums of happened.unmet[cell] > 0 ? [all, short] : [all]) {
            sums.truth += happened.demand[cell];
            sums.estimate += hours[hour];
            sums.usage += happened.usage[cell];
            sums.requests += requests;
          }
        }
      }
    }
    const bias = (sums: typeof all, of: 'estimate' | 'usage' | 'requests') => sums[of] / sums.truth - 1;
    expect(Math.abs(bias(all, 'estimate'))).toBeLessThan(0.005);
    expect(Math.abs(bias(short, 'estimate'))).toBeLessThan(0.03);
    expect(bias(short, 'usage')).toBeLessThan(-0.1);
    expect(bias(short, 'requests')).toBeGreaterThan(0.15);
  });
});

test('without a failure on record nothing is added, however short the hours', () => {
  const panel = tinyPanel(1, 26, (_, hour) => 50 + (hour % 7));
  panel.capacity.fill(55);
  for (let hour = 0; hour < panel.hours; hour++) if (panel.served[hour] > 55) panel.shortKnownAt[hour] = 0;
  expect(learnDemand(panel)).toEqual({ traced: 1, spilled: 0 });
});

function newSums() {
  return { truth: 0, estimate: 0, usage: 0, requests: 0 };
}
