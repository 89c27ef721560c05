import { readFileSync, writeFileSync } from 'node:fs';
import { compileFeatures } from '@applied-modeling/feature-store';
import { expect, it } from 'vitest';
import { churnFeatures } from '../src/features.ts';
import { CARRIED } from '../src/stages/2-features.ts';

it('the committed features.sql is what features.ts compiles to (UPDATE=1 writes it)', () => {
  const { sql } = compileFeatures(churnFeatures, {
    spine: { relation: 'spine', keys: ['account_id', 'region'], carry: CARRIED },
    relation: ({ name }) => name,
  });
  const file = new URL('../src/features.sql', import.meta.url);
  if (process.env.UPDATE === '1') writeFileSync(file, `${sql.trimEnd()}\n`);
  expect(readFileSync(file, 'utf8')).toBe(`${sql.trimEnd()}\n`);
});
