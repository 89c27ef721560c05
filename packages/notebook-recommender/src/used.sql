-- What people did, with whose team and tenant they are of: one row per thing done.
SELECT
  action_id,
  user_id,
  team_id,
  tenant_id,
  notebook_id,
  coalesce(action, 'open') AS action,
  CASE action WHEN 'run_failed' THEN 1 WHEN 'run_ok' THEN 0 END::INTEGER AS has_failed,
  acted_at,
  available_at
FROM actions JOIN people USING (user_id)
