-- Runs that have ended, pieced together from their slices: one row per run.
-- A run is one row however many hours of the clock it was in, and counts once a slice says how it ended: count(*) over slices
-- would read a run of five hours as five runs of one.
WITH ended AS (
  SELECT
    job_id,
    run_id,
    arg_min(compute_id, period_start) AS compute_id,
    arg_min(trigger_type, period_start) AS trigger_type,
    any_value(attempt) AS attempt,
    any_value(workers) AS workers,
    max(result_state) = 'SUCCESS' AS has_succeeded,
    min(period_start) AS started_at,
    max(period_end) AS ended_at,
    max(available_at) AS available_at
  FROM job_run_timeline
  GROUP BY job_id, run_id
  HAVING max(result_state) IS NOT NULL
)
SELECT
  ended.job_id,
  ended.run_id,
  compute_id,
  ln(greatest(epoch_us(ended_at) - epoch_us(started_at), 1) / 60e6) AS log_minutes,
  ln(nullif(gigabytes, 0)) AS log_gb,
  ln(workers) AS log_workers,
  NULL::DOUBLE AS slowness,
  attempt,
  has_succeeded,
  trigger_type = 'BACKFILL' AS is_backfill,
  -- The last two days of a month and the first of the next: some teams close their books.
  day(started_at::DATE) = 1 OR month(started_at::DATE + 2) <> month(started_at::DATE) AS closes_books,
  (24 * (isodow(started_at) - 1) + hour(started_at))::INTEGER AS hour_of_week,
  started_at,
  ended_at,
  ended.available_at
FROM ended LEFT JOIN table_commits ON table_commits.run_id = ended.run_id AND table_commits.job_id = ended.job_id
