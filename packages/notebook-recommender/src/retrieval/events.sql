-- All that a known_items learns from, in the order it became known: one row per event.
-- Who may open what is asked of the service that knows it now, so its clock is when it changed; the rest counts once it was logged.
WITH events AS (
  SELECT
    CASE change WHEN 'revoke' THEN 'revoke' ELSE 'grant' END AS kind,
    changed_at AS known_at,
    changed_at AS happened_at,
    NULL::INTEGER AS person,
    item,
    principal AS other
  FROM acl_events
  JOIN known_items USING (notebook_id)
  JOIN principals ON principals.id = principal_id
  UNION ALL
  -- A copy that is thrown away is not the notebook.
  SELECT 'delete', acted_at, acted_at, person, item, NULL
  FROM actions JOIN people USING (user_id) JOIN known_items USING (notebook_id)
  WHERE action = 'delete' AND slate_id IS NULL
  UNION ALL
  SELECT 'use', available_at, acted_at, person, item, (action <> 'run_ok')::INTEGER
  FROM actions JOIN people USING (user_id) JOIN known_items USING (notebook_id)
  WHERE coalesce(action, 'open') IN ('open', 'clone', 'run_ok')
  UNION ALL
  SELECT 'read', available_at, read_at, person, item, read_table
  FROM lineage JOIN people USING (user_id) JOIN read_tables USING (table_name) LEFT JOIN known_items USING (notebook_id)
)
SELECT
  (array_position(['grant', 'revoke', 'delete', 'use', 'read'], kind) - 1)::INTEGER AS kind,
  epoch_us(known_at)::DOUBLE / 1000 AS known_ms,
  epoch_us(happened_at)::DOUBLE / 1000 AS at_ms,
  coalesce(person, -1)::INTEGER AS person,
  coalesce(item, -1)::INTEGER AS item,
  coalesce(other, -1)::INTEGER AS other
FROM events
ORDER BY known_ms, at_ms, kind, person, item, other
