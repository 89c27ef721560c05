-- What each run should have taken, judged in hindsight: one row per run that has ended.
-- The median over the other runs of its job in the weeks around it, each brought to the bytes, the workers and the calendar of
-- this one. Nuisances only, never causes: a deploy is no reason for a run to be slow.
WITH work AS (
  SELECT
    runs.job_id,
    run_id,
    owner_team,
    tier,
    log_minutes,
    coalesce(log_gb, 0) AS log_gb,
    coalesce(log_workers, 0) AS log_workers,
    has_succeeded,
    closes_books,
    started_at
  FROM runs LEFT JOIN jobs USING (job_id)
),

-- Around the median of the job: a slope compares a job with itself.
centred AS (
  SELECT
    job_id,
    owner_team,
    log_minutes - median(log_minutes) OVER of_job AS minutes,
    log_gb - median(log_gb) OVER of_job AS gb,
    log_workers - median(log_workers) OVER of_job AS workers,
    closes_books
  FROM work
  WHERE has_succeeded
  WINDOW of_job AS (PARTITION BY job_id)
),

moments AS (
  SELECT
    var_pop(gb) + 1e-9 AS gb_gb,
    var_pop(workers) + 1e-9 AS workers_workers,
    covar_pop(gb, workers) AS gb_workers,
    covar_pop(minutes, gb) AS minutes_gb,
    covar_pop(minutes, workers) AS minutes_workers
  FROM centred
  WHERE NOT closes_books
),

-- Least squares on two columns, over all jobs. Where one of them never varies its slope is 0, and the other's its own.
pooled AS (
  SELECT
    round(coalesce((minutes_gb * workers_workers - minutes_workers * gb_workers) / determinant, 0), 3) AS per_gb,
    round(coalesce((minutes_workers * gb_gb - minutes_gb * gb_workers) / determinant, 0), 3) AS per_workers
  FROM moments, LATERAL (SELECT gb_gb * workers_workers - gb_workers * gb_workers AS determinant)
),

-- How minutes follow bytes is a property of the job, drawn towards what holds for all where it has little to say.
of_job AS (
  SELECT
    job_id,
    any_value(per_workers) AS per_workers,
    round((count(*) * covar_pop(minutes - per_workers * workers, gb) + :prior_weight * any_value(per_gb))
      / (count(*) * var_pop(gb) + :prior_weight), 3) AS per_gb
  FROM centred, pooled
  WHERE NOT closes_books AND abs(minutes - per_gb * gb - per_workers * workers) < :outlier_log_minutes
  GROUP BY job_id
),

-- How much slower the jobs of a team are while the books are closed.
of_team AS (
  SELECT
    owner_team,
    coalesce(median(rest) FILTER (closes_books) - median(rest) FILTER (NOT closes_books), 0) AS closing
  FROM (
    SELECT owner_team, closes_books, minutes - per_gb * gb - per_workers * workers AS rest
    FROM centred JOIN of_job USING (job_id))
  GROUP BY owner_team
),

loaded AS (
  SELECT
    work.*,
    per_gb * log_gb + per_workers * log_workers + CASE WHEN closes_books THEN closing ELSE 0 END AS load
  FROM work
    JOIN of_job USING (job_id)
    JOIN of_team ON of_team.owner_team IS NOT DISTINCT FROM work.owner_team
),

hindsight AS (
  SELECT
    job_id,
    run_id,
    tier,
    log_minutes,
    load + median(CASE WHEN has_succeeded THEN log_minutes - load END) OVER around AS expected_log_minutes,
    count(CASE WHEN has_succeeded THEN 1 END) OVER around AS others,
    started_at
  FROM loaded
  WINDOW around AS (
    PARTITION BY job_id
    ORDER BY started_at
    RANGE BETWEEN INTERVAL ':days_before DAYS' PRECEDING AND INTERVAL ':days_after DAYS' FOLLOWING
    EXCLUDE CURRENT ROW)
)
SELECT
  run_id,
  exp(log_minutes) AS minutes,
  epoch_ms(started_at)::DOUBLE AS started_ms,
  CASE WHEN others >= :minimum_others THEN exp(expected_log_minutes) END AS expected_minutes
FROM hindsight
ORDER BY run_id
