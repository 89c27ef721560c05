import { describe, expect, it } from 'vitest';
import { columnOf, signalsOf, sliceIndex, type Watch } from '../../src/index.ts';
import { toyWatch } from './toy-watch.ts';

const ROWS = 400;
const CHANGED_FROM = 12;

/** Every tenth account is young; from a step on the chances of young ones, and of no other, are what half of all have at most. */
function watchOfYoung(isChanged: boolean): Watch {
  const watch = toyWatch(7);
  const days = Float32Array.from({ length: ROWS }, (_, row) => (row % 10 === 0 ? 60 : 600));
  const steps = watch.steps.map((step, at) => {
    const { read, ...batch } = step.batch;
    const isHit = (row: number) => isChanged && at >= CHANGED_FROM && days[row] < 91;
    const probability = batch.probability.map((chance, row) => (isHit(row) ? 0.3 : chance));
    return {
      ...step,
      batch: { ...batch, probability, read: { ...read, names: ['x', 'days'], columns: [read.columns[0], days] } },
    };
  });
  return { ...watch, steps };
}

const slice = { column: 'days', below: 91, steps: 4, bins: 5 } as const;
const indexOf = (watch: Watch) => sliceIndex(watch, watch.steps[0].batch.read, slice);

describe('the stability index of a slice', () => {
  it('is not known before as many steps have passed as are taken together', () => {
    const index = indexOf(watchOfYoung(false));
    expect(index.slice(0, 3).every(Number.isNaN)).toBe(true);
    expect(index.slice(3).some(Number.isNaN)).toBe(false);
  });

  it('tells what happened to a tenth of the rows, and the index of all rows does not', () => {
    const [quiet, changed] = [watchOfYoung(false), watchOfYoung(true)];
    const [before, after] = [indexOf(changed).slice(3, CHANGED_FROM), indexOf(changed).slice(CHANGED_FROM + 3)];
    expect(before).toEqual(indexOf(quiet).slice(3, CHANGED_FROM));
    expect(Math.min(...after)).toBeGreaterThan(2);
    const scoreDrift = (watch: Watch) => signalsOf(watch).find(({ name }) => name === 'score drift')!.values;
    const moved = scoreDrift(changed).map((index, at) => index - scoreDrift(quiet)[at]);
    expect(Math.max(...moved)).toBeLessThan(0.25);
  });

  it('reads a column by its name', () => {
    expect(columnOf({ names: ['a', 'b'], columns: [[1], [2]], fingerprint: '' }, 'b')).toEqual([2]);
  });
});
