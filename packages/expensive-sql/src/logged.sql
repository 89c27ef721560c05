-- Queries that have ended, with what their text says and what they cost: one row per query.
-- A query that was cut short, or that the cache answered, has no cost of its own; it still says that somebody asked.
WITH ended AS (
  SELECT
    *,
    ln(greatest(total_task_duration_ms, 1) / 1000) AS log_cpu,
    NOT coalesce(from_result_cache, false) AND coalesce(execution_status, 'FINISHED') = 'FINISHED' AS has_cost
  FROM query_history
)
SELECT
  ended.statement_id,
  fingerprint,
  size_class,
  main_table,
  executed_by,
  workspace_id,
  client_application,
  CASE WHEN has_cost THEN log_cpu END AS log_cpu,
  CASE WHEN has_cost AND NOT isnan(log_read_gb) THEN log_cpu - log_read_gb END AS log_cpu_per_gb,
  has_cost,
  start_time,
  available_at
FROM ended JOIN statements ON statements.statement_id = ended.statement_id
