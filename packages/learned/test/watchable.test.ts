import { fitLogisticRegression } from '@applied-modeling/evaluation';
import { train } from '@applied-modeling/gbm';
import { describe, expect, it } from 'vitest';
import { predictLearned, strongestColumns, watchable } from '../src/index.ts';

/** Two hundred rows in which `strong` decides nearly all, `weak` a little and `idle` nothing. */
const rows = Array.from({ length: 200 }, (_, row) => row);
const wave = (by: number) => Float32Array.from(rows, (row) => Math.sin(by * row));
const names = ['idle', 'weak', 'strong'];
const columns = [wave(0.7), wave(1.3), wave(2.9)];
const label = Float32Array.from(rows, (row) => Number(3 * columns[2][row] + columns[1][row] > 0));
const read = { names, columns };
const params = { objective: 'binary:logistic', max_depth: 2 } as const;
const trees = train(params, { columns, featureNames: names, numRow: rows.length, label }, { numBoostRound: 10 });
const line = fitLogisticRegression(columns, names, label);
const identity = { method: 'none' } as const;

describe.each([
  ['trees', trees],
  ['a line', line],
])('of %s', (_, learned) => {
  it('those columns come first that move most', () => {
    expect(strongestColumns(learned, read, Uint32Array.from(rows))).toEqual(['strong', 'weak', 'idle']);
  });

  it('a monitor watches them but those left out, and asks what is said of other columns', () => {
    const { watched, chanceOf } = watchable(learned, identity, read, ['strong']);
    expect(watched).toEqual(['weak', 'idle']);
    const margins = predictLearned(learned, read);
    for (const [row, chance] of chanceOf(read).entries()) expect(chance).toBeCloseTo(1 / (1 + Math.exp(-margins[row])));
    const flipped = { names, columns: columns.map((column) => Array.from(column, (value) => -value)) };
    expect(chanceOf(flipped)).not.toEqual(chanceOf(read));
  });
});
