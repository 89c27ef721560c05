-- What became of each row: one row per page and notebook, in their order; NULL for what never happened.
WITH reactions AS (
  SELECT
    slate_id,
    notebook_id,
    min(acted_at) FILTER (action IN ('open', 'clone')) AS opened_at,
    min(acted_at) FILTER (action = 'run_ok') AS ran_at,
    min(acted_at) FILTER (action = 'delete') AS deleted_at
  FROM actions
  WHERE slate_id IS NOT NULL
  GROUP BY slate_id, notebook_id
), found_alone AS (
  SELECT DISTINCT nth
  FROM slate_rows JOIN actions ON actions.user_id = slate_rows.user_id AND actions.notebook_id = slate_rows.notebook_id
  WHERE
    actions.slate_id IS NULL AND coalesce(action, 'open') = 'open'
    AND acted_at BETWEEN decided_at AND decided_at + INTERVAL 30 MINUTE
)
SELECT
  epoch_us(opened_at)::DOUBLE / 1000 AS opened_ms,
  epoch_us(ran_at)::DOUBLE / 1000 AS ran_ms,
  epoch_us(deleted_at)::DOUBLE / 1000 AS deleted_ms,
  (found_alone.nth IS NOT NULL)::INTEGER AS found_alone
FROM slate_rows
LEFT JOIN reactions USING (slate_id, notebook_id)
LEFT JOIN found_alone USING (nth)
ORDER BY slate_rows.nth
