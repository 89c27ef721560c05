-- What each run was expected to take when it began: the usual of its job, brought to the bytes and the workers of this run.
-- How minutes follow bytes and workers is read once, from runs that had landed before the first decision.
WITH known AS (
  SELECT
    runs.*,
    usual_log_minutes,
    coalesce(log_gb - usual_log_gb, 0) AS gb_against_usual,
    coalesce(log_workers - usual_log_workers, 0) AS workers_against_usual
  FROM runs JOIN usual USING (job_id, run_id)
),

moments AS (
  SELECT
    var_pop(gb_against_usual) + 1e-9 AS gb_gb,
    var_pop(workers_against_usual) + 1e-9 AS workers_workers,
    covar_pop(gb_against_usual, workers_against_usual) AS gb_workers,
    covar_pop(log_minutes - usual_log_minutes, gb_against_usual) AS minutes_gb,
    covar_pop(log_minutes - usual_log_minutes, workers_against_usual) AS minutes_workers
  FROM known
  WHERE has_succeeded AND usual_log_minutes IS NOT NULL AND epoch_ms(available_at) < :first_decision_ms
),

-- Least squares on two columns; one that never varies gets a slope of 0. Sums of doubles depend on how threads share the rows: rounded, they do not.
slopes AS (
  SELECT
    round(coalesce((minutes_gb * workers_workers - minutes_workers * gb_workers) / determinant, 0), 3) AS per_gb,
    round(coalesce((minutes_workers * gb_gb - minutes_gb * gb_workers) / determinant, 0), 3) AS per_workers
  FROM moments, LATERAL (SELECT gb_gb * workers_workers - gb_workers * gb_workers AS determinant)
)

SELECT
  known.* EXCLUDE (gb_against_usual, workers_against_usual, slowness),
  per_gb * gb_against_usual AS expected_for_bytes,
  per_workers * workers_against_usual AS expected_for_workers,
  usual_log_minutes + expected_for_bytes + expected_for_workers AS expected_log_minutes,
  log_minutes - expected_log_minutes AS slowness
FROM known, slopes
