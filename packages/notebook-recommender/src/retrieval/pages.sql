-- Blank pages, one row each. Whoever brings no impressions has none: there each first open after half an hour of nothing stands for
-- the page that would have been asked just before it.
WITH opens AS (
  SELECT
    action_id,
    user_id,
    acted_at,
    lag(acted_at) OVER (PARTITION BY user_id ORDER BY acted_at, action_id) AS last_at
  FROM actions
  WHERE coalesce(action, 'open') = 'open' AND NOT EXISTS (FROM impressions)
), pages AS (
  SELECT slate_id, any_value(user_id) AS user_id, min(shown_at) AS decided_at FROM impressions GROUP BY slate_id
  UNION ALL
  SELECT action_id, user_id, acted_at - INTERVAL 1 MILLISECOND
  FROM opens
  WHERE last_at IS NULL OR acted_at - last_at > INTERVAL 30 MINUTE
)
SELECT
  slate_id,
  person,
  epoch_us(decided_at)::DOUBLE / 1000 AS decided_ms
FROM pages JOIN people USING (user_id)
ORDER BY decided_ms, slate_id
