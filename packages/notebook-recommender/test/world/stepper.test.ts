import { describe, expect, test } from 'vitest';
import { rankBy } from '../../src/world/history-policy.ts';
import { reaction, SLATE } from '../../src/world/planted.ts';
import { runWorld } from './small-world.ts';

const DAYS = 42;
const under = runWorld({ days: DAYS });
const popular = rankBy(({ tenantOpens }, at) => tenantOpens[at]);

describe('a world of blank pages', () => {
  test('is the same for the same seed and policy, and another for another seed', () => {
    const told = (seed: number) => {
      const { slates, actions, reads } = runWorld({ seed, days: 7 });
      return { shown: slates.map(({ shown }) => shown), actions, reads };
    };
    const once = told(7);
    expect(told(7)).toEqual(once);
    expect(told(8)).not.toEqual(once);
  });

  test('has the same people come for the same tasks whatever they are shown', () => {
    const other = runWorld({ days: DAYS, policy: popular });
    expect(other.sessions).toEqual(under.sessions);
    expect(other.access).toEqual(under.access);
    const titles = ({ slates }: typeof under) => slates.map(({ shown }) => shown.map(({ notebook }) => notebook));
    expect(titles(other)).not.toEqual(titles(under));
  });

  test('deals a suggestion the same luck at the same place, as long as it is worth the same', () => {
    const other = runWorld({ days: DAYS, policy: popular, exploration: 1 });
    const before = new Map(
      under.slates.flatMap(({ id, shown }) => shown.map((one, place) => [`${id} ${place} ${one.notebook}`, one])),
    );
    const pairs = other.slates.flatMap(({ id, shown }) =>
      shown.flatMap((one, place) => {
        const same = before.get(`${id} ${place} ${one.notebook}`);
        return same?.relevance === one.relevance ? [[same.succeeded, one.succeeded]] : [];
      }),
    );
    expect(pairs.filter(([succeeded]) => succeeded).length).toBeGreaterThan(5);
    for (const [here, there] of pairs) expect(there).toBe(here);
  });

  test('shows what the rule puts first, and in one slate of twenty the first twenty by lot', () => {
    const { slates } = under;
    const byLot = slates.filter(({ byLottery }) => byLottery).length;
    const share = byLot / slates.length;
    expect(Math.abs(share - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / slates.length));
    for (const { shown, permitted } of slates) {
      expect(shown.length).toBe(Math.min(SLATE, permitted));
      expect(new Set(shown.map(({ notebook }) => notebook)).size).toBe(shown.length);
    }
  });

  test('logs the chance of each notebook at its place: as many as could stand there stand behind 1 / chance', () => {
    const { slates } = runWorld({ days: DAYS, exploration: 0.5 });
    for (let place = 0; place < SLATE; place++) {
      const weights = slates.flatMap(({ shown, permitted }) =>
        shown[place] === undefined ? [] : [1 / shown[place].propensity / Math.min(20, permitted)],
      );
      const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
      const spread = Math.sqrt(weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0)) / weights.length;
      expect(Math.abs(mean - 1)).toBeLessThan(4 * spread);
    }
  });

  test('lists what is worth anything best first, what was shown of it included', () => {
    for (const { worth, shown } of under.slates) {
      const relevance = new Map(worth.map((one) => [one.notebook, one.relevance]));
      for (let rank = 1; rank < worth.length; rank++)
        expect(worth[rank].relevance).toBeLessThanOrEqual(worth[rank - 1].relevance);
      for (const one of shown)
        if (worth.length < 30 && one.relevance >= 0.02) expect(relevance.get(one.notebook)).toBe(one.relevance);
    }
  });

  test('lets most of those find it alone whom the slate did not help, within half an hour', () => {
    const helped = under.slates.filter(({ shown }) => shown.some(({ succeeded }) => succeeded));
    const ranAlone = (from: typeof under.slates) =>
      from.filter(({ user, ms }) =>
        under.actions.some(
          (one) =>
            one.user === user &&
            one.slate === null &&
            one.action === 'run_ok' &&
            one.ms > ms &&
            one.ms < ms + 30 * 60_000,
        ),
      ).length / from.length;
    const notHelped = under.slates.filter((slate) => !helped.includes(slate));
    expect(ranAlone(helped)).toBe(0);
    expect(ranAlone(notHelped)).toBeGreaterThan(0.3);
    expect(ranAlone(notHelped)).toBeLessThan(reaction.organic);
  });
});
