-- What stood on each slate: one row per notebook shown.
SELECT
  slate_id,
  item,
  position::INTEGER AS position,
  propensity,
  coalesce(policy = 'lottery', false)::INTEGER AS is_lottery
FROM impressions JOIN known_items USING (notebook_id)
ORDER BY slate_id, position
