-- Everybody and everything by number, from 0: people with their team and tenant, notebooks with their owner, tables.
CREATE OR REPLACE TEMP TABLE people AS
WITH named AS (
  SELECT user_id FROM actions
  UNION SELECT user_id FROM impressions
  UNION SELECT user_id FROM lineage
  UNION SELECT user_id FROM users
)
SELECT
  (row_number() OVER (ORDER BY user_id) - 1)::INTEGER AS person,
  user_id,
  team_id,
  -- Without a list of users there is one tenant: whoever's files these are.
  coalesce(tenant_id, '') AS tenant_id,
  epoch_ms(joined_at) AS joined_ms
FROM named LEFT JOIN users USING (user_id);

CREATE OR REPLACE TEMP TABLE known_items AS
WITH named AS (
  SELECT notebook_id FROM actions
  UNION SELECT notebook_id FROM impressions
  UNION SELECT notebook_id FROM acl_events
  UNION SELECT notebook_id FROM lineage WHERE notebook_id IS NOT NULL
), owned AS (
  SELECT
    notebook_id,
    any_value(tenant_id) AS tenant_id,
    arg_min(principal_id, changed_at) AS owner_id,
    min(epoch_ms(changed_at)) AS created_ms
  FROM acl_events
  WHERE change = 'own'
  GROUP BY notebook_id
)
SELECT
  (row_number() OVER (ORDER BY notebook_id) - 1)::INTEGER AS item,
  notebook_id,
  tenant_id,
  owner_id,
  created_ms
FROM named LEFT JOIN owned USING (notebook_id);

CREATE OR REPLACE TEMP TABLE principals AS
SELECT (row_number() OVER (ORDER BY id) - 1)::INTEGER AS principal, id
FROM (
  SELECT user_id AS id FROM people
  UNION SELECT team_id FROM people WHERE team_id IS NOT NULL
  UNION SELECT tenant_id FROM people
  UNION SELECT principal_id FROM acl_events
);

CREATE OR REPLACE TEMP TABLE read_tables AS
SELECT (row_number() OVER (ORDER BY table_name) - 1)::INTEGER AS read_table, table_name
FROM (SELECT DISTINCT table_name FROM lineage);
