import type { FeatureView } from '@applied-modeling/feature-store';
import { describe, expect, it } from 'vitest';
import { freshnessOf, type ScoredBatch, watchSteps } from '../../src/index.ts';

const HOUR = 3_600_000;

/** Two rows in step 4, one in step 5, none in step 6, and one that nobody asked about. */
const rows = {
  step: [4, 5, 4, 9],
  decidedAt: Float64Array.of(10, 30, 12, 90).map((hours) => hours * HOUR),
  y: Float32Array.of(0, 1, 1, 1),
  weight: Float32Array.of(1, 2, 3, 4),
  maxAvailableAtBySource: { log: Float64Array.of(8, Number.NaN, 9, 90).map((hours) => hours * HOUR) },
};
const batch: ScoredBatch = {
  decidedAt: 0,
  entityId: ['a', 'b', 'c', 'd'],
  score: Float64Array.of(1, 2, 3, 4),
  probability: Float64Array.of(0.1, 0.2, 0.3, 0.4),
  expectedUsd: Float64Array.of(10, 20, 30, 40),
  quantity: Float64Array.of(5, 6, 7, 8),
  isChosen: Uint8Array.of(0, 1, 1, 0),
  reasons: [[], ['b'], ['c'], []],
  read: { names: ['x'], columns: [Float32Array.of(1, 2, 3, 4)], fingerprint: 'f00d' },
};
const asked = { steps: [4, 5], lastMatured: 4, freshnessHours: { log: 2 } };

describe('rows of many steps', () => {
  it('are cut into a batch a step, row by row', () => {
    const [four, five] = watchSteps(rows, asked, batch);
    expect([four.step, five.step]).toEqual([4, 5]);
    expect(four.batch).toMatchObject({ decidedAt: 10 * HOUR, entityId: ['a', 'c'], reasons: [[], ['c']] });
    expect([...four.batch.probability]).toEqual([0.1, 0.3]);
    expect([...four.batch.quantity!]).toEqual([5, 7]);
    expect(Array.from(four.batch.read.columns[0])).toEqual([1, 3]);
    expect(five.batch.entityId).toEqual(['b']);
  });

  it('leave out a step in which nobody was decided about', () => {
    expect(watchSteps(rows, { ...asked, steps: [4, 5, 6] }, batch).map(({ step }) => step)).toEqual([4, 5]);
  });

  it('have outcomes up to the last step that has matured, and none after it', () => {
    const [four, five] = watchSteps(rows, asked, batch);
    expect([...four.outcome!.label]).toEqual([0, 1]);
    expect([...four.outcome!.weight]).toEqual([1, 3]);
    expect(five.outcome).toBeNull();
  });

  it('are as stale as their newest row, beyond what its source promises; from no row at all, since 1970', () => {
    const [four, five] = watchSteps(rows, asked, batch);
    expect(four.staleHours).toEqual({ log: 12 - 9 - 2 });
    expect(five.staleHours).toEqual({ log: 30 - 0 - 2 });
  });

  it('are scored step by step where a decision looks at all of them', () => {
    const seen: number[][] = [];
    watchSteps(rows, asked, (places, step) => {
      seen.push([step, ...places]);
      return batch;
    });
    expect(seen).toEqual([
      [4, 0, 2],
      [5, 1],
    ]);
  });
});

it('a state cannot be stale: it is written when it changes', () => {
  const named = (kind: string, name: string) => ({ kind, name, freshnessHours: 3 }) as unknown as FeatureView;
  const views = [
    named('window', 'days'),
    named('event', 'runs'),
    named('latest', 'state'),
    named('calendar', 'season'),
  ];
  expect(freshnessOf({ views })).toEqual({ days: 3, runs: 3 });
});
