import { expect, it } from 'vitest';
import { censoringWeights } from '../../src/training-set/censoring.ts';
import { allRows, type LiteralQuery, literalSet } from '../literal-set.ts';

const weightsOf = (queries: readonly LiteralQuery[]) => {
  const set = literalSet(queries);
  return Array.from(censoringWeights(set, allRows(set)));
};

it('let queries that got as far stand for one that was cut short, of the same application', () => {
  const jobs = [
    { cpuSeconds: 900, application: 'job' },
    { cpuSeconds: 20, application: 'job' },
  ];
  const notebooks = [{ cpuSeconds: 10, wasCut: true }, { cpuSeconds: 900 }];
  expect(weightsOf([...jobs, ...notebooks])).toEqual([1, 1, 0, 2]);
});

it('count a query that was cut beyond the limit as what it is: expensive', () => {
  expect(weightsOf([{ cpuSeconds: 700, wasCut: true }, { cpuSeconds: 10 }])).toEqual([1, 1]);
});

it('let an expensive query be known from the limit on, whatever it cost', () => {
  // Cut at 590 seconds, three are left, and both others would have been known at 600: 3/2 each.
  expect(weightsOf([{ cpuSeconds: 590, wasCut: true }, { cpuSeconds: 601 }, { cpuSeconds: 9000 }])).toEqual([
    0, 1.5, 1.5,
  ]);
});

it('knows of the queries that were cut short also where only labelled ones are asked about', () => {
  const set = literalSet([{ cpuSeconds: 10, wasCut: true }, { cpuSeconds: 900 }, { cpuSeconds: 5, day: 3 }]);
  expect(Array.from(censoringWeights(set, Uint32Array.of(1)))).toEqual([2]);
  expect(Array.from(censoringWeights(set, Uint32Array.of(2)))).toEqual([1]);
});
