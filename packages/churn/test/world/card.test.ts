import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { simulate } from '../../src/world/simulate.ts';

it('the data card counts the rows of the small world as they are', async () => {
  const { rows } = await simulate(join(tmpdir(), 'applied-modeling-churn-test'), {
    seed: 7,
    size: 'small',
    threads: 1,
  });
  const card = readFileSync(new URL('../../../../datasets/churn/card.md', import.meta.url), 'utf8');
  const counted = Object.fromEntries(
    Array.from(card.matchAll(/^\| `(\w+)` \|[^|]+\|[^|]+\| ([\d,]+) \| [\d,]+ \|$/gm), ([, table, small]) => [
      table,
      Number(small.replaceAll(',', '')),
    ]),
  );
  expect(counted).toEqual(rows);
});
