-- One row per decision, in the order of the result.
CREATE TEMP TABLE entity_decisions AS
SELECT source.job_id, source.table_id, source.decided_at, source.run_id
FROM (SELECT job_id, table_id, started_at AS decided_at, run_id FROM job_runs) AS source
ORDER BY source.job_id, source.table_id, source.decided_at;

-- One row per decision: job_runs with available_at <= decided_at.
CREATE TEMP TABLE history_as_of AS
WITH

-- One row per row of job_runs, known from known_us on.
history_rows AS (
  SELECT
    source.job_id,
    source.run_id AS row_run_id,
    source.duration_ms AS row_duration_ms,
    true AS meets_0,
    nullif(source.result_state = 'FAILED', false) AS meets_1,
    epoch_us(source.available_at) AS known_us,
    epoch_us(source.ended_at) AS event_us
  FROM job_runs AS source
),

-- One row per instant at which a row became known: what holds from then on.
history_state_0 AS (
  SELECT
    job_id,
    known_us,
    known_us AS newest_available_us,
    max(event_us) OVER so_far AS newest_event_us,
    row_number() OVER so_far AS "row count",
    (sum(row_duration_ms) OVER last_5_rows)::DOUBLE / nullif(count(row_duration_ms) OVER last_5_rows, 0) AS mean_duration_5,
    quantile_cont(row_duration_ms::DOUBLE, 0.5) OVER last_30_rows AS median_duration_30
  FROM history_rows
  WHERE job_id IS NOT NULL AND meets_0
  WINDOW
    so_far AS (PARTITION BY job_id ORDER BY known_us, event_us NULLS FIRST, row_run_id ROWS UNBOUNDED PRECEDING),
    last_5_rows AS (PARTITION BY job_id ORDER BY known_us, event_us NULLS FIRST, row_run_id ROWS 4 PRECEDING),
    last_30_rows AS (PARTITION BY job_id ORDER BY known_us, event_us NULLS FIRST, row_run_id ROWS 29 PRECEDING)
  QUALIFY lead(known_us) OVER so_far IS DISTINCT FROM known_us
),

-- One row per decision and instant that it looks at, back_us before it: what held by then.
history_seen_0 AS (
  SELECT asked.decision, asked.back_us, asked.at_us, state.* EXCLUDE (job_id, known_us)
  FROM (
    SELECT *, entity_decisions.rowid AS decision, epoch_us(decided_at) - back_us AS at_us
    FROM entity_decisions CROSS JOIN (VALUES (0), (86400000000)) AS looks(back_us)
  ) AS asked
  ASOF LEFT JOIN history_state_0 AS state
    ON state.job_id = asked.job_id
    AND state.known_us <= asked.at_us
),

-- One row per instant at which a row that meets_1 became known: what holds from then on.
history_state_1 AS (
  SELECT
    job_id,
    known_us,
    known_us AS newest_available_us,
    max(event_us) OVER so_far AS newest_event_us,
    max(event_us) OVER last_1_rows_1 AS hours_since_failure
  FROM history_rows
  WHERE job_id IS NOT NULL AND meets_1
  WINDOW
    so_far AS (PARTITION BY job_id ORDER BY known_us, event_us NULLS FIRST, row_run_id ROWS UNBOUNDED PRECEDING),
    last_1_rows_1 AS (PARTITION BY job_id ORDER BY known_us, event_us NULLS FIRST, row_run_id ROWS 0 PRECEDING)
  QUALIFY lead(known_us) OVER so_far IS DISTINCT FROM known_us
),

-- One row per decision and instant that it looks at, back_us before it: what held by then.
history_seen_1 AS (
  SELECT asked.decision, asked.back_us, asked.at_us, state.* EXCLUDE (job_id, known_us)
  FROM (
    SELECT *, entity_decisions.rowid AS decision, epoch_us(decided_at) - back_us AS at_us
    FROM entity_decisions CROSS JOIN (VALUES (0)) AS looks(back_us)
  ) AS asked
  ASOF LEFT JOIN history_state_1 AS state
    ON state.job_id = asked.job_id
    AND state.known_us <= asked.at_us
)

SELECT
  now_0.decision,
  now_0.mean_duration_5 AS mean_duration_5,
  now_0.median_duration_30 AS median_duration_30,
  (now_1.at_us - now_1.hours_since_failure) / 3600000000 AS hours_since_failure,
  (coalesce(now_0."row count", 0) - coalesce(before_last_24_hours."row count", 0))::DOUBLE AS runs_24h,
  make_timestamptz(greatest(now_0.newest_available_us, now_1.newest_available_us)) AS max_available_at,
  make_timestamptz(greatest(now_0.newest_event_us, now_1.newest_event_us)) AS max_event_time
FROM history_seen_0 AS now_0
JOIN history_seen_1 AS now_1 ON now_1.decision = now_0.decision AND now_1.back_us = 0
JOIN history_seen_0 AS before_last_24_hours ON before_last_24_hours.decision = now_0.decision AND before_last_24_hours.back_us = 86400000000
WHERE now_0.back_us = 0;

-- One row per decision: table_commits with available_at <= decided_at.
CREATE TEMP TABLE input_as_of AS
WITH

-- One row per row of table_commits, known from known_us on.
input_rows AS (
  SELECT
    source.table_id,
    source.commit_id AS row_commit_id,
    source.bytes AS row_bytes,
    true AS meets_0,
    epoch_us(source.available_at) AS known_us,
    epoch_us(source.committed_at) AS event_us
  FROM table_commits AS source
),

-- One row per instant at which a row became known: what holds from then on.
input_state_0 AS (
  SELECT
    table_id,
    known_us,
    known_us AS newest_available_us,
    max(event_us) OVER so_far AS newest_event_us,
    row_bytes::DOUBLE AS commit_bytes
  FROM input_rows
  WHERE table_id IS NOT NULL AND meets_0
  WINDOW
    so_far AS (PARTITION BY table_id ORDER BY known_us, event_us NULLS FIRST, row_commit_id ROWS UNBOUNDED PRECEDING)
  QUALIFY lead(known_us) OVER so_far IS DISTINCT FROM known_us
),

-- One row per decision and instant that it looks at, back_us before it: what held by then.
input_seen_0 AS (
  SELECT asked.decision, asked.back_us, asked.at_us, state.* EXCLUDE (table_id, known_us)
  FROM (
    SELECT *, entity_decisions.rowid AS decision, epoch_us(decided_at) - back_us AS at_us
    FROM entity_decisions CROSS JOIN (VALUES (0)) AS looks(back_us)
  ) AS asked
  ASOF LEFT JOIN input_state_0 AS state
    ON state.table_id = asked.table_id
    AND state.known_us <= asked.at_us
)

SELECT
  now_0.decision,
  now_0.commit_bytes AS commit_bytes,
  make_timestamptz(greatest(now_0.newest_available_us)) AS max_available_at,
  make_timestamptz(greatest(now_0.newest_event_us)) AS max_event_time
FROM input_seen_0 AS now_0
WHERE now_0.back_us = 0;

WITH

-- One row per row of the spine: what each source says, and the newest clocks it was made from.
ingredients AS (
  SELECT
    spine.job_id,
    spine.table_id,
    spine.decided_at,
    spine.run_id,
    history_as_of.mean_duration_5 AS mean_duration_5,
    history_as_of.median_duration_30 AS median_duration_30,
    history_as_of.hours_since_failure AS hours_since_failure,
    history_as_of.runs_24h AS runs_24h,
    input_as_of.commit_bytes AS commit_bytes,
    history_as_of.max_available_at AS history_max_available_at,
    history_as_of.max_event_time AS history_max_event_time,
    input_as_of.max_available_at AS input_max_available_at,
    input_as_of.max_event_time AS input_max_event_time
  FROM entity_decisions AS spine
  LEFT JOIN history_as_of ON history_as_of.decision = spine.rowid
  LEFT JOIN input_as_of ON input_as_of.decision = spine.rowid
),

-- The same rows with what follows from them; a column may read the ones above it.
features AS (
  SELECT *
  FROM ingredients
)

SELECT
  job_id,
  table_id,
  decided_at,
  run_id,
  mean_duration_5::FLOAT AS mean_duration_5,
  median_duration_30::FLOAT AS median_duration_30,
  hours_since_failure::FLOAT AS hours_since_failure,
  runs_24h::FLOAT AS runs_24h,
  commit_bytes::FLOAT AS commit_bytes,
  history_max_available_at,
  history_max_event_time,
  input_max_available_at,
  input_max_event_time
FROM features
ORDER BY job_id, table_id, decided_at;
