-- The checkpoints a run passes while it runs, its start among them: one row per run and multiple of its expected minutes.
SELECT
  run_id,
  job_id,
  compute_id,
  multiple,
  started_at + to_microseconds((multiple * exp(expected_log_minutes) * 60e6)::BIGINT) AS passed_at,
  passed_at + INTERVAL 1 SECOND AS available_at
FROM runs, (SELECT unnest([:multiples]::DOUBLE[]) AS multiple)
WHERE expected_log_minutes IS NOT NULL AND passed_at + INTERVAL 1 SECOND < ended_at
