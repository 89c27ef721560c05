-- What came of each suggestion, in the row of the slate: one row per notebook shown.
SELECT
  impressions.slate_id,
  impressions.notebook_id,
  count(action_id)::INTEGER AS ran_from_slate,
  shown_at,
  coalesce(max(actions.available_at), shown_at + INTERVAL 30 MINUTE) AS available_at
FROM impressions
LEFT JOIN actions ON
  actions.slate_id = impressions.slate_id AND actions.notebook_id = impressions.notebook_id AND action = 'run_ok'
GROUP BY impressions.slate_id, impressions.notebook_id, shown_at
