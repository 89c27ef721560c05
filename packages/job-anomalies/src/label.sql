-- What each run should have taken, judged in hindsight: one row per run that has ended.
-- The median over the other runs of its job in the weeks around it, each brought to the bytes, the workers and the calendar of
-- this one. Nuisances only, never causes: a deploy is no reason for a run to be slow.
-- A label is final when it matures. How minutes follow bytes, workers and closing is read every few weeks, a turn, from what had
-- landed when the turn's first label matured; and a run speaks for others only if it landed within a day of its start.
WITH turns AS (
  SELECT turn, :first_read_ms + turn * :turn_ms AS read_ms FROM range(:turns) AS listed (turn)
),

work AS (
  SELECT
    runs.job_id,
    run_id,
    owner_team,
    log_minutes,
    coalesce(log_gb, 0) AS log_gb,
    coalesce(log_workers, 0) AS log_workers,
    has_succeeded AND runs.available_at <= started_at + INTERVAL ':landing_days DAYS' AS speaks,
    closes_books,
    greatest(0, (epoch_ms(started_at) - :first_ms) // :turn_ms) AS own_turn,
    started_at,
    runs.available_at
  FROM runs LEFT JOIN jobs USING (job_id)
),

-- Around the median of the job: a slope compares a job with itself.
centred AS (
  SELECT
    turn,
    job_id,
    owner_team,
    log_minutes - median(log_minutes) OVER of_job AS minutes,
    log_gb - median(log_gb) OVER of_job AS gb,
    log_workers - median(log_workers) OVER of_job AS workers,
    closes_books
  FROM work JOIN turns ON epoch_ms(available_at) < read_ms
  WHERE speaks
  WINDOW of_job AS (PARTITION BY turn, job_id)
),

moments AS (
  SELECT
    turn,
    var_pop(gb) + 1e-9 AS gb_gb,
    var_pop(workers) + 1e-9 AS workers_workers,
    covar_pop(gb, workers) AS gb_workers,
    covar_pop(minutes, gb) AS minutes_gb,
    covar_pop(minutes, workers) AS minutes_workers
  FROM centred
  WHERE NOT closes_books
  GROUP BY turn
),

-- Least squares on two columns, over all jobs. Where one of them never varies its slope is 0, and the other's its own.
pooled AS (
  SELECT
    turn,
    round(coalesce((minutes_gb * workers_workers - minutes_workers * gb_workers) / determinant, 0), 3) AS per_gb,
    round(coalesce((minutes_workers * gb_gb - minutes_gb * gb_workers) / determinant, 0), 3) AS per_workers
  FROM moments, LATERAL (SELECT gb_gb * workers_workers - gb_workers * gb_workers AS determinant)
),

-- How minutes follow bytes is a property of the job, drawn towards what holds for all where it has little to say.
of_job AS (
  SELECT
    turn,
    job_id,
    round((count(*) * covar_pop(minutes - per_workers * workers, gb) + :prior_weight * any_value(per_gb))
      / (count(*) * var_pop(gb) + :prior_weight), 3) AS per_gb_of_job
  FROM centred JOIN pooled USING (turn)
  WHERE NOT closes_books AND abs(minutes - per_gb * gb - per_workers * workers) < :outlier_log_minutes
  GROUP BY turn, job_id
),

-- How much slower the jobs of a team are while the books are closed.
of_team AS (
  SELECT
    turn,
    owner_team,
    median(rest) FILTER (closes_books) - median(rest) FILTER (NOT closes_books) AS closing
  FROM (
    SELECT turn, owner_team, closes_books, minutes - coalesce(per_gb_of_job, per_gb) * gb - per_workers * workers AS rest
    FROM centred JOIN pooled USING (turn) LEFT JOIN of_job USING (turn, job_id))
  GROUP BY turn, owner_team
),

-- The runs of a turn, and those of the turns beside it, which may speak for them: a turn is as long as hindsight reaches.
loaded AS (
  SELECT
    work.*,
    turns.turn,
    coalesce(per_gb_of_job, per_gb, 0) * log_gb + coalesce(per_workers, 0) * log_workers
      + CASE WHEN closes_books THEN coalesce(closing, 0) ELSE 0 END AS load
  FROM work
    JOIN turns ON turns.turn BETWEEN own_turn - 1 AND own_turn + 1
    LEFT JOIN pooled ON pooled.turn = turns.turn
    LEFT JOIN of_job ON of_job.turn = turns.turn AND of_job.job_id = work.job_id
    LEFT JOIN of_team ON of_team.turn = turns.turn AND of_team.owner_team IS NOT DISTINCT FROM work.owner_team
)

SELECT
  run_id,
  exp(log_minutes) AS minutes,
  epoch_ms(started_at)::DOUBLE AS started_ms,
  CASE WHEN count(CASE WHEN speaks THEN 1 END) OVER around >= :minimum_others
    THEN exp(load + median(CASE WHEN speaks THEN log_minutes - load END) OVER around) END AS expected_minutes
FROM loaded
WINDOW around AS (
  PARTITION BY turn, job_id
  ORDER BY started_at
  RANGE BETWEEN INTERVAL ':days_before DAYS' PRECEDING AND INTERVAL ':days_after DAYS' FOLLOWING
  EXCLUDE CURRENT ROW)
QUALIFY own_turn = turn
ORDER BY run_id
