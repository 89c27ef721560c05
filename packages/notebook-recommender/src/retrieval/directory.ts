import { type Lake, readSql } from '@applied-modeling/lakehouse';
import type { Directory } from '@applied-modeling/retrieval';

/** Numbers people and notebooks in the lake's own temporary tables, `people` and `known_items`, and reads them out. */
export async function readDirectory(lake: Lake): Promise<Directory> {
  await lake.run(DIRECTORY_SQL);
  const people = await lake.query(`
    SELECT people.*, self.principal AS self, coalesce(team.principal, -1) AS team, tenant.principal AS tenant
    FROM people
    JOIN principals AS self ON self.id = user_id
    JOIN principals AS tenant ON tenant.id = tenant_id
    LEFT JOIN principals AS team ON team.id = team_id
    ORDER BY person`);
  const items = await lake.query('SELECT * FROM known_items ORDER BY item');
  const [self, team, tenant] = ['self', 'team', 'tenant'].map((name) => people.integers(name));
  return {
    people: {
      ids: people.strings('user_id'),
      teams: people.nullableStrings('team_id'),
      tenants: people.strings('tenant_id'),
      joinedMs: people.numbers('joined_ms'),
      principals: Array.from(self, (one, person) => [one, team[person], tenant[person]] as const),
    },
    items: {
      ids: items.strings('notebook_id'),
      tenants: items.nullableStrings('tenant_id'),
      owners: items.nullableStrings('owner_id'),
      createdMs: items.numbers('created_ms'),
    },
    isOpenToAll: (await lake.query('SELECT 1 FROM acl_events LIMIT 1')).rowCount === 0,
  };
}

const DIRECTORY_SQL = readSql(new URL('directory.sql', import.meta.url));
