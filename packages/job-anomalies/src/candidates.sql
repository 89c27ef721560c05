-- Who is decided about: one row per run and checkpoint, a second after it was passed.
-- Early checkpoints of days on which nothing is evaluated are thinned, and those that are kept stand for the others.
SELECT
  job_id,
  compute_id,
  run_id,
  hour_of_week,
  owner_team,
  multiple AS at_multiple,
  (epoch_ms(started_at) - :epoch) // :ms_per_day AS day,
  epoch_ms(started_at)::DOUBLE AS started_ms,
  CASE WHEN multiple >= :thin_below OR day BETWEEN :first_whole AND :last_whole THEN 1 ELSE :keep_one_in END AS weight,
  passed_at + INTERVAL 1 SECOND AS decided_at
FROM checkpoints
  JOIN (SELECT run_id, hour_of_week, started_at FROM runs) USING (run_id)
  LEFT JOIN (SELECT job_id, owner_team FROM jobs) USING (job_id)
WHERE day IN (:days)
  AND (weight = 1 OR run_id % 1000003 * 40503 % 65536 % :keep_one_in = 0)
