import { expect, it } from 'vitest';
import { chosenOnce } from '../../src/index.ts';
import { toyWatch } from './toy-watch.ts';

it('tells of each entity the first step in which it was acted on', () => {
  const watch = toyWatch(7, { steps: 3 });
  const first = chosenOnce(watch);
  const ids = first.map(({ step, row }) => step.batch.entityId[row]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(first.filter(({ step }) => step.step === 0).length).toBe(40);
  const everChosen = watch.steps.flatMap(({ batch }) => batch.entityId.filter((_, row) => batch.isChosen[row] === 1));
  expect(new Set(ids)).toEqual(new Set(everChosen));
});
