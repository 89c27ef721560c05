import { describe, expect, test } from 'vitest';
import { labelOf } from '../../src/label.ts';
import type { Action } from '../../src/world/journal.ts';
import { reaction } from '../../src/world/planted.ts';
import { groupBy, runWorld } from './small-world.ts';

const { slates, actions, population } = runWorld({ exploration: 1 });

const ofSuggestion = groupBy(
  actions.filter(({ slate }) => slate !== null),
  ({ slate, notebook }) => `${slate} ${notebook}`,
);

const suggestions = slates.flatMap(({ id, ms, shown }) =>
  shown.map((one, place) => {
    const done = ofSuggestion.get(`${id} ${one.notebook}`) ?? [];
    const first = (...kinds: readonly Action['action'][]) =>
      Math.min(...done.filter(({ action }) => kinds.includes(action)).map((action) => action.ms));
    const at = { openedAt: first('open', 'clone'), ranAt: first('run_ok'), deletedAt: first('delete') };
    const orNever = (instant: number) => (instant === Number.POSITIVE_INFINITY ? Number.NaN : instant);
    const label = labelOf(ms, {
      openedAt: orNever(at.openedAt),
      ranAt: orNever(at.ranAt),
      deletedAt: orNever(at.deletedAt),
    });
    return { ...one, id, place, label, isOpened: done.length > 0 };
  }),
);

describe('what people do with a slate', () => {
  test('is a success by the label exactly where one was drawn', () => {
    expect(suggestions.filter(({ succeeded }) => succeeded).length).toBeGreaterThan(500);
    for (const { label, succeeded } of suggestions) expect(label).toBe(Number(succeeded));
  });

  test('is not what clicks say: a third and more of what is opened does not help', () => {
    const opened = suggestions.filter(({ isOpened }) => isOpened);
    const inVain = opened.filter(({ succeeded }) => !succeeded).length / opened.length;
    expect(inVain).toBeGreaterThan(0.33);
  });

  test('succeeds as often as it is looked at times its worth, at every place', () => {
    for (const [place, examined] of reaction.examined.entries()) {
      const here = suggestions.filter((one) => one.place === place);
      const expected = examined * here.reduce((sum, { relevance }) => sum + relevance, 0);
      const found = here.filter(({ succeeded }) => succeeded).length;
      expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected));
    }
  });

  test('finds a promising title opened more often, and no more useful', () => {
    const useless = suggestions.filter(({ succeeded, place }) => !succeeded && place === 0);
    const share = (isClickbait: boolean) => {
      const some = useless.filter(({ notebook }) => population.notebooks[notebook].isClickbait === isClickbait);
      return some.filter(({ isOpened }) => isOpened).length / some.length;
    };
    expect(share(true)).toBeGreaterThan(4 * share(false));
  });

  test('ends in everything a label must not be fooled by', () => {
    const vain = suggestions.filter(({ isOpened, succeeded }) => isOpened && !succeeded);
    const kinds = vain.map(({ id, notebook }) => ofSuggestion.get(`${id} ${notebook}`)!);
    for (const kind of ['run_failed', 'run_ok', 'delete'] as const)
      expect(kinds.filter((done) => done.some(({ action }) => action === kind)).length).toBeGreaterThan(30);
  });
});
