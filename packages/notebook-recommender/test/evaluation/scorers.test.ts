import { unknownLast } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import * as scorers from '../../src/evaluation/scorers.ts';
import { blendScore } from '../../src/incumbent.ts';
import { type LiteralPage, literalSet } from '../literal-pages.ts';

const MS_PER_DAY = 86_400_000;
const all = ({ rowCount }: { readonly rowCount: number }) => Uint32Array.from({ length: rowCount }, (_, row) => row);

it('puts last what was never used, and blends as the rule in force does', () => {
  const names = ['hours_since_use', 'table_overlap', 'team_opens_7d'];
  const set = literalSet(
    [
      {
        notebooks: [
          { id: 'a', features: { hours_since_use: 5, table_overlap: 0 } },
          { id: 'b', features: { table_overlap: 1, team_opens_7d: 3 } },
          { id: 'c', features: { hours_since_use: 2, table_overlap: 0.5, team_opens_7d: 1 } },
        ],
      },
    ],
    names,
  );
  expect([...scorers.usedLast.score(set, all(set))]).toEqual([...unknownLast([-5, Number.NaN, -2])]);
  expect([...scorers.blend.score(set, all(set))]).toEqual([
    blendScore({ hoursSinceUse: 5, tableOverlap: 0, teamOpens: 0 }),
    blendScore({ hoursSinceUse: Number.NaN, tableOverlap: 1, teamOpens: 3 }),
    blendScore({ hoursSinceUse: 2, tableOverlap: 0.5, teamOpens: 1 }),
  ]);
});

/** Ann and Bob use `a` and `b` together, Cy uses `a` alone; of `c` nobody knows anything before day 9. */
const used = (user: string, id: string, day = 1, tenant = 't'): LiteralPage => ({
  ...{ user, day, tenant },
  notebooks: [{ id, features: { hours_since_use: 2 } }],
});
const history = [used('ann', 'a'), used('ann', 'b'), used('bob', 'a'), used('bob', 'b'), used('cy', 'a')];
const asked = (tenant: string): LiteralPage => ({
  ...{ user: 'cy', day: 10, tenant },
  notebooks: [{ id: 'b' }, { id: 'c' }],
});

it('recommends what goes together, from nothing that came after, and from no other tenant', () => {
  const scoresOf = (...pages: readonly LiteralPage[]) => {
    const set = literalSet([...history, ...pages], ['hours_since_use']);
    return [...scorers.fitTogether(set, 9 * MS_PER_DAY).score(set, all(set).slice(-2))];
  };
  const [b, c] = scoresOf(asked('t'));
  expect(b).toBeGreaterThan(0);
  expect(c).toBe(0);
  expect(scoresOf(used('ann', 'c', 10), used('cy', 'c', 10), asked('t'))).toEqual([b, 0]);
  expect(scoresOf(asked('other'))).toEqual([0, 0]);
});
