import { featureColumn } from '@applied-modeling/feature-store';
import { expect, it } from 'vitest';
import { candidates } from '../../src/candidates.ts';
import { features } from '../../src/stages/2-features.ts';
import { ingested, set } from '../small-run.ts';

const some = [...set.request.keys()].filter((row) => row % 2_503 === 0);

it('counts what had been logged when the page was opened, and no more', async () => {
  expect(some.length).toBeGreaterThan(15);
  for (const row of some) {
    const { userId } = set.requests;
    const found = await ingested.lake.query(`
      SELECT count(*) AS opens, max(epoch_ms(acted_at))::DOUBLE AS last_ms
      FROM actions
      WHERE user_id = '${userId[set.request[row]]}' AND notebook_id = '${set.notebookId[row]}'
        AND action IN ('open', 'clone')
        AND available_at <= make_timestamptz((1000 * ${set.spine.decidedAt[row]})::BIGINT)
        AND available_at > make_timestamptz((1000 * ${set.spine.decidedAt[row]})::BIGINT) - INTERVAL 28 DAY`);
    expect(featureColumn(set, 'opens_28d')[row], `row ${row}`).toBe(found.numbers('opens')[0]);
  }
});

it('knows the tables in common by what had been logged, against one query over all of lineage', async () => {
  const common = featureColumn(set, 'tables_in_common');
  expect(some.some((row) => common[row] > 0)).toBe(true);
  for (const row of some) {
    const at = `make_timestamptz((1000 * ${set.spine.decidedAt[row]})::BIGINT)`;
    const found = await ingested.lake.query(`
      SELECT count(DISTINCT mine.table_name) AS common
      FROM lineage AS mine JOIN lineage AS its USING (table_name)
      WHERE mine.user_id = '${set.requests.userId[set.request[row]]}' AND its.notebook_id = '${set.notebookId[row]}'
        AND mine.available_at <= ${at} AND its.available_at <= ${at} AND mine.read_at > ${at} - INTERVAL 1 DAY`);
    expect(common[row], `row ${row}`).toBe(found.numbers('common')[0]);
  }
});

it('lets no row see what came after the page was opened', () => {
  const { spine, maxAvailableAtBySource } = set;
  expect(Object.keys(maxAvailableAtBySource).sort()).toEqual(['notebook', 'own', 'shown', 'team', 'user']);
  for (const [source, newest] of Object.entries(maxAvailableAtBySource)) {
    expect(
      newest.some((at) => at > 0),
      source,
    ).toBe(true);
    expect(
      newest.some((at, row) => at > spine.decidedAt[row]),
      source,
    ).toBe(false);
  }
});

it('offers nobody what the grants do not open, by a second reading of them', () => {
  expect(set.violations).toBe(0);
});

it('shows a title that one tenant alone has to nobody of another', async () => {
  const found = await ingested.lake.query(`
    SELECT count(*) AS secrets, count(*) FILTER (slate_rows.tenant_id <> notebooks.tenant_id) AS abroad
    FROM slate_rows JOIN notebooks USING (notebook_id)
    WHERE title LIKE 'Project %'`);
  expect(found.numbers('secrets')[0]).toBeGreaterThan(0);
  expect(found.numbers('abroad')[0]).toBe(0);
});

it('counts a candidate that nobody may open: without the grants of a notebook its rows are violations', async () => {
  const row = set.source.findIndex((source) => source >= 0);
  const { lake } = ingested;
  const without = { ...ingested, lake: withoutGrants(lake, set.notebookId[row]) };
  const rows = await features(without, await candidates(ingested));
  expect(rows.violations).toBe(
    set.notebookId.filter((id, at) => id === set.notebookId[row] && set.source[at] >= 0).length,
  );
});

/** A lake whose second reading of the grants finds none for one notebook. */
function withoutGrants(lake: typeof ingested.lake, notebook: string): typeof ingested.lake {
  return new Proxy(lake, {
    get: (of, name) => {
      if (name !== 'query')
        return typeof of[name as 'query'] === 'function' ? of[name as 'query'].bind(of) : of[name as 'query'];
      return (sql: string) =>
        of.query(
          sql.replace(
            'JOIN acl_events USING (notebook_id)\n  WHERE',
            `JOIN acl_events USING (notebook_id)\n  WHERE notebook_id <> '${notebook}' AND`,
          ),
        );
    },
  });
}

it('sees what came of the slate itself through the leaky door', async () => {
  const rows = await features(ingested, await candidates(ingested), 'latest');
  expect(rows.modelColumns).toContain('ran_from_slate');
  const own = rows.maxAvailableAtBySource.own_slate;
  const known = own.filter((at) => !Number.isNaN(at)).length;
  expect(known).toBeGreaterThan(100);
  expect(own.filter((at, row) => at > rows.spine.decidedAt[row])).toHaveLength(known);
  expect(rows.fingerprint).not.toBe(set.fingerprint);
});
