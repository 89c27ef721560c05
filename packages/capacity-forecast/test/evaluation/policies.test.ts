import { expect, it } from 'vitest';
import { rolesOf } from '../../src/evaluation/policies.ts';

const fits = (['multiplier', 'ridge', 'GBM'] as const).map((name) => ({ name }));

it.each([
  ['GBM', ['simple', 'simple', 'model']],
  ['ridge', ['simple', 'model', 'unproven']],
  // What is more elaborate is no simpler rung to beat, however close it comes.
  ['multiplier', ['model', 'unproven', 'unproven']],
])('where the %s ships, it has to beat the simpler fits and no other', (ships, roles) => {
  expect(rolesOf(fits, ships)).toEqual(roles);
});
