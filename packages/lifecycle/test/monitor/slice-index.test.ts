import { driftReference } from '@applied-modeling/evaluation';
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

/** Chances of young accounts as they are in the toy, in which every account is of one kind. */
const whenNew = toyWatch(8).steps.flatMap(({ batch }) => [...batch.probability]);
const [reference] = driftReference([whenNew], ['chance'], { bins: 5 }).columns;
const slice = { column: 'days', below: 91, steps: 4, reference, limit: 0.5, meaning: 'young accounts' };
const indexOf = (watch: Watch) => sliceIndex(watch.steps, slice);

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

  it('is a signal of its own, under the name its pipeline gives it', () => {
    const watch = { ...watchOfYoung(true), slices: { 'drift of the young': slice } };
    const signal = signalsOf(watch).find(({ name }) => name === 'drift of the young')!;
    expect(signal).toMatchObject({ limit: 0.5, meaning: 'young accounts', isLate: false });
    expect(signal.values).toEqual(indexOf(watch));
  });

  it('reads a column by its name', () => {
    expect(columnOf({ names: ['a', 'b'], columns: [[1], [2]], fingerprint: '' }, 'b')).toEqual([2]);
  });
});
