-- One row per entity and decision. A decision reads full UTC days only: those before decision_day.
-- An entity whose observed_since is unknown counts as always observed: days_observed is NULL, and least() skips it.
CREATE TEMP TABLE entity_decisions AS
SELECT
  source.account_id,
  source.region,
  source.decided_at,
  source.segment,
  source.arr_usd,
  source.week,
  make_timestamp(epoch_us(source.decided_at))::DATE AS decision_day,
  make_timestamp(epoch_us(source.decided_at))::DATE - source.observed_since AS days_observed,
  coalesce(make_timestamp(epoch_us(source.decided_at))::DATE - source.observed_since > 0, true) AS is_observed
FROM candidates AS source
ORDER BY source.account_id, source.region, source.decided_at;

-- One row per time at which decisions are made.
CREATE TEMP TABLE decision_times AS
SELECT DISTINCT decided_at, decision_day
FROM entity_decisions;

-- One row per decision and day since the decision before it: a source row with available_at on that day, and in
-- (previous_at, known_at], is first known at the decision known_at.
CREATE TEMP TABLE known AS
SELECT
  decided_at AS known_at,
  previous_at,
  unnest(generate_series(make_timestamp(epoch_us(previous_at))::DATE, decision_day, INTERVAL 1 DAY))::DATE AS available_day
FROM (
  SELECT *, lag(decided_at, 1, decided_at - INTERVAL 184 DAY) OVER (ORDER BY decided_at) AS previous_at FROM decision_times
);

-- One row per view and run of days, named by its first, within which none of its windows begins or ends.
CREATE TEMP TABLE buckets AS
SELECT view, longest, bucket, lead(bucket) OVER (PARTITION BY view ORDER BY bucket) AS next_bucket
FROM (
  SELECT DISTINCT view, list_max(edges) AS longest, decision_day - unnest(edges) AS bucket
  FROM decision_times, (VALUES ('usage', [0, 7, 28, 84, 182]), ('feed', [0, 7]), ('queries', [0, 14, 28, 84, 182]), ('jobs', [0, 28, 84]), ('audit_log', [0, 28, 84]), ('support', [0, 14, 28, 84]), ('contact', [0, 182])) AS views(view, edges)
);

-- One row per day of a bucket.
CREATE TEMP TABLE bucket_days AS
SELECT view, bucket, bucket + unnest(range(next_bucket - bucket))::INTEGER AS event_day
FROM buckets;

-- One row per (bucket, decision) within the longest window of the bucket's view, [decision_day - longest, decision_day).
CREATE TEMP TABLE reach AS
SELECT view, bucket, decision_day - bucket AS days_back, decided_at, decision_day
FROM buckets
JOIN decision_times ON decision_day - bucket BETWEEN 1 AND longest;

-- One row per (account_id, decided_at): rows with available_at <= decided_at, in windows that end before decision_day.
CREATE TEMP TABLE usage_as_of AS
WITH

-- usage_daily, one row per (account_id, bucket, first decision that could know the row).
usage_bucketed AS (
  SELECT
    source.account_id,
    days.bucket,
    known.known_at,
    sum(source.dbu) AS sum_dbu,
    sum(source.dbu) FILTER (WHERE source.sku = 'JOBS') AS sum_dbu_jobs,
    sum(source.dbu) FILTER (WHERE source.sku = 'SQL') AS sum_dbu_sql,
    max(source.available_at) AS max_available_at,
    max(source.usage_date) AS max_event_time
  FROM usage_daily AS source
  JOIN bucket_days AS days ON days.view = 'usage' AND days.event_day = source.usage_date
  JOIN known ON known.available_day = make_timestamp(epoch_us(source.available_at))::DATE
    AND source.available_at > known.previous_at
    AND source.available_at <= known.known_at
  GROUP BY ALL
  ORDER BY source.account_id
)

SELECT
  account_id,
  decided_at,
  sum(sum_dbu) FILTER (WHERE days_back <= 7)::DOUBLE AS dbu_per_day_7d,
  sum(sum_dbu) FILTER (WHERE days_back <= 28)::DOUBLE AS dbu_per_day_28d,
  sum(sum_dbu) FILTER (WHERE days_back <= 84)::DOUBLE AS dbu_per_day_84d,
  sum(sum_dbu)::DOUBLE AS dbu_per_day_182d,
  sum(sum_dbu_jobs) FILTER (WHERE days_back <= 84)::DOUBLE AS jobs_dbu_per_day_84d,
  sum(sum_dbu_sql) FILTER (WHERE days_back <= 84)::DOUBLE AS sql_dbu_per_day_84d,
  max(max_available_at) AS max_available_at,
  max(max_event_time) AS max_event_time
FROM usage_bucketed
JOIN reach ON reach.view = 'usage' AND reach.bucket = usage_bucketed.bucket
WHERE known_at <= decided_at
GROUP BY account_id, decided_at, decision_day;

-- One row per (region, decided_at): rows with available_at <= decided_at, in windows that end before decision_day.
CREATE TEMP TABLE feed_as_of AS
WITH

-- feed_status, one row per (region, bucket, first decision that could know the row).
feed_bucketed AS (
  SELECT
    source.region,
    days.bucket,
    known.known_at,
    count(*) AS row_count,
    max(source.available_at) AS max_available_at,
    max(source.usage_date) AS max_event_time
  FROM feed_status AS source
  JOIN bucket_days AS days ON days.view = 'feed' AND days.event_day = source.usage_date
  JOIN known ON known.available_day = make_timestamp(epoch_us(source.available_at))::DATE
    AND source.available_at > known.previous_at
    AND source.available_at <= known.known_at
  GROUP BY ALL
  ORDER BY source.region
)

SELECT
  region,
  decided_at,
  sum(row_count)::DOUBLE AS usage_complete_days_7d,
  max(max_available_at) AS max_available_at,
  max(max_event_time) AS max_event_time
FROM feed_bucketed
JOIN reach ON reach.view = 'feed' AND reach.bucket = feed_bucketed.bucket
WHERE known_at <= decided_at
GROUP BY region, decided_at, decision_day;

-- One row per decision_day. calendar is published in advance, so no clock applies.
CREATE TEMP TABLE season_by_day AS
SELECT
  days.decision_day,
  CASE WHEN count(source.usage_factor) FILTER (WHERE source.calendar_date - days.decision_day BETWEEN -7 AND -1) = 7
    THEN sum(source.usage_factor::DECIMAL(18, 9)) FILTER (WHERE source.calendar_date - days.decision_day BETWEEN -7 AND -1) / 7
  END AS season_7d,
  CASE WHEN count(source.usage_factor) FILTER (WHERE source.calendar_date - days.decision_day BETWEEN -28 AND -1) = 28
    THEN sum(source.usage_factor::DECIMAL(18, 9)) FILTER (WHERE source.calendar_date - days.decision_day BETWEEN -28 AND -1) / 28
  END AS season_28d,
  CASE WHEN count(source.usage_factor) FILTER (WHERE source.calendar_date - days.decision_day BETWEEN -84 AND -1) = 84
    THEN sum(source.usage_factor::DECIMAL(18, 9)) FILTER (WHERE source.calendar_date - days.decision_day BETWEEN -84 AND -1) / 84
  END AS season_84d,
  CASE WHEN count(source.usage_factor) FILTER (WHERE source.calendar_date - days.decision_day BETWEEN -182 AND -1) = 182
    THEN sum(source.usage_factor::DECIMAL(18, 9)) FILTER (WHERE source.calendar_date - days.decision_day BETWEEN -182 AND -1) / 182
  END AS season_182d
FROM (SELECT DISTINCT decision_day FROM decision_times) AS days
JOIN calendar AS source ON source.calendar_date - days.decision_day BETWEEN -182 AND -1
GROUP BY ALL;

-- One row per (account_id, decided_at): rows with available_at <= decided_at, in windows that end before decision_day.
CREATE TEMP TABLE queries_as_of AS
WITH

-- query_daily, one row per (account_id, bucket, first decision that could know the row).
queries_bucketed AS (
  SELECT
    source.account_id,
    days.bucket,
    known.known_at,
    sum(source.active_users) AS sum_active_users,
    sum(source.failed_queries) AS sum_failed_queries,
    max(source.available_at) AS max_available_at,
    max(source.query_date) AS max_event_time
  FROM query_daily AS source
  JOIN bucket_days AS days ON days.view = 'queries' AND days.event_day = source.query_date
  JOIN known ON known.available_day = make_timestamp(epoch_us(source.available_at))::DATE
    AND source.available_at > known.previous_at
    AND source.available_at <= known.known_at
  GROUP BY ALL
  ORDER BY source.account_id
)

SELECT
  account_id,
  decided_at,
  sum(sum_active_users) FILTER (WHERE days_back <= 14)::DOUBLE AS active_users_per_day_14d,
  sum(sum_active_users) FILTER (WHERE days_back <= 28)::DOUBLE AS active_users_per_day_28d,
  sum(sum_active_users) FILTER (WHERE days_back <= 84)::DOUBLE AS active_users_per_day_84d,
  sum(sum_active_users)::DOUBLE AS active_users_per_day_182d,
  sum(sum_failed_queries) FILTER (WHERE days_back <= 28)::DOUBLE AS failed_queries_per_day_28d,
  sum(sum_failed_queries) FILTER (WHERE days_back <= 84)::DOUBLE AS failed_queries_per_day_84d,
  max(max_available_at) AS max_available_at,
  max(max_event_time) AS max_event_time
FROM queries_bucketed
JOIN reach ON reach.view = 'queries' AND reach.bucket = queries_bucketed.bucket
WHERE known_at <= decided_at
GROUP BY account_id, decided_at, decision_day;

-- One row per (account_id, decided_at): rows with available_at <= decided_at, in windows that end before decision_day.
CREATE TEMP TABLE jobs_as_of AS
WITH

-- jobs_daily, one row per (account_id, bucket, first decision that could know the row).
jobs_bucketed AS (
  SELECT
    source.account_id,
    days.bucket,
    known.known_at,
    sum(source.failed_runs) AS sum_failed_runs,
    sum(source.schedules_created) AS sum_schedules_created,
    sum(source.schedules_deleted) AS sum_schedules_deleted,
    max(source.available_at) AS max_available_at,
    max(source.run_date) AS max_event_time
  FROM jobs_daily AS source
  JOIN bucket_days AS days ON days.view = 'jobs' AND days.event_day = source.run_date
  JOIN known ON known.available_day = make_timestamp(epoch_us(source.available_at))::DATE
    AND source.available_at > known.previous_at
    AND source.available_at <= known.known_at
  GROUP BY ALL
  ORDER BY source.account_id
)

SELECT
  account_id,
  decided_at,
  sum(sum_failed_runs) FILTER (WHERE days_back <= 28)::DOUBLE AS failed_runs_per_day_28d,
  sum(sum_failed_runs)::DOUBLE AS failed_runs_per_day_84d,
  sum(sum_schedules_created) FILTER (WHERE days_back <= 28)::DOUBLE AS schedules_created_28d,
  sum(sum_schedules_created)::DOUBLE AS schedules_created_per_day_84d,
  sum(sum_schedules_deleted) FILTER (WHERE days_back <= 28)::DOUBLE AS schedules_deleted_28d,
  sum(sum_schedules_deleted)::DOUBLE AS schedules_deleted_per_day_84d,
  max(max_available_at) AS max_available_at,
  max(max_event_time) AS max_event_time
FROM jobs_bucketed
JOIN reach ON reach.view = 'jobs' AND reach.bucket = jobs_bucketed.bucket
WHERE known_at <= decided_at
GROUP BY account_id, decided_at, decision_day;

-- One row per (account_id, decided_at): rows with available_at <= decided_at, in windows that end before decision_day.
CREATE TEMP TABLE audit_log_as_of AS
WITH

-- audit_daily, one row per (account_id, bucket, first decision that could know the row).
audit_log_bucketed AS (
  SELECT
    source.account_id,
    days.bucket,
    known.known_at,
    sum(source.admin_logins) AS sum_admin_logins,
    sum(source.exports) AS sum_exports,
    sum(source.tokens_revoked) AS sum_tokens_revoked,
    max(source.available_at) AS max_available_at,
    max(source.event_date) AS max_event_time
  FROM audit_daily AS source
  JOIN bucket_days AS days ON days.view = 'audit_log' AND days.event_day = source.event_date
  JOIN known ON known.available_day = make_timestamp(epoch_us(source.available_at))::DATE
    AND source.available_at > known.previous_at
    AND source.available_at <= known.known_at
  GROUP BY ALL
  ORDER BY source.account_id
)

SELECT
  account_id,
  decided_at,
  sum(sum_admin_logins) FILTER (WHERE days_back <= 28)::DOUBLE AS admin_logins_per_day_28d,
  sum(sum_admin_logins)::DOUBLE AS admin_logins_per_day_84d,
  sum(sum_exports) FILTER (WHERE days_back <= 28)::DOUBLE AS exports_28d,
  sum(sum_exports)::DOUBLE AS exports_per_day_84d,
  sum(sum_tokens_revoked) FILTER (WHERE days_back <= 28)::DOUBLE AS tokens_revoked_28d,
  sum(sum_tokens_revoked)::DOUBLE AS tokens_revoked_per_day_84d,
  max(max_available_at) AS max_available_at,
  max(max_event_time) AS max_event_time
FROM audit_log_bucketed
JOIN reach ON reach.view = 'audit_log' AND reach.bucket = audit_log_bucketed.bucket
WHERE known_at <= decided_at
GROUP BY account_id, decided_at, decision_day;

-- One row per (account_id, decided_at): rows with available_at <= decided_at, in windows that end before decision_day.
CREATE TEMP TABLE support_as_of AS
WITH

-- tickets, one row per (account_id, bucket, first decision that could know the row).
support_bucketed AS (
  SELECT
    source.account_id,
    days.bucket,
    known.known_at,
    count(*) AS row_count,
    count(*) FILTER (WHERE source.severity = 'high') AS row_count_high,
    max(source.available_at) AS max_available_at,
    max(source.opened_date) AS max_event_time
  FROM tickets AS source
  JOIN bucket_days AS days ON days.view = 'support' AND days.event_day = source.opened_date
  JOIN known ON known.available_day = make_timestamp(epoch_us(source.available_at))::DATE
    AND source.available_at > known.previous_at
    AND source.available_at <= known.known_at
  GROUP BY ALL
  ORDER BY source.account_id
)

SELECT
  account_id,
  decided_at,
  sum(row_count) FILTER (WHERE days_back <= 14)::DOUBLE AS tickets_14d,
  sum(row_count) FILTER (WHERE days_back <= 28)::DOUBLE AS tickets_28d,
  sum(row_count)::DOUBLE AS tickets_84d,
  sum(row_count_high) FILTER (WHERE days_back <= 28)::DOUBLE AS high_severity_tickets_28d,
  max(max_available_at) AS max_available_at,
  max(max_event_time) AS max_event_time
FROM support_bucketed
JOIN reach ON reach.view = 'support' AND reach.bucket = support_bucketed.bucket
WHERE known_at <= decided_at
GROUP BY account_id, decided_at, decision_day;

-- One row per (account_id, decided_at): rows with available_at <= decided_at, in windows that end before decision_day.
CREATE TEMP TABLE contact_as_of AS
WITH

-- contacts, one row per (account_id, bucket, first decision that could know the row).
contact_bucketed AS (
  SELECT
    source.account_id,
    days.bucket,
    known.known_at,
    max(source.contact_date) FILTER (WHERE source.is_contacted = true) AS last_day_true,
    max(source.available_at) AS max_available_at,
    max(source.contact_date) AS max_event_time
  FROM contacts AS source
  JOIN bucket_days AS days ON days.view = 'contact' AND days.event_day = source.contact_date
  JOIN known ON known.available_day = make_timestamp(epoch_us(source.available_at))::DATE
    AND source.available_at > known.previous_at
    AND source.available_at <= known.known_at
  GROUP BY ALL
  ORDER BY source.account_id
)

SELECT
  account_id,
  decided_at,
  (decision_day - max(last_day_true))::DOUBLE AS days_since_contact,
  max(max_available_at) AS max_available_at,
  max(max_event_time) AS max_event_time
FROM contact_bucketed
JOIN reach ON reach.view = 'contact' AND reach.bucket = contact_bucketed.bucket
WHERE known_at <= decided_at
GROUP BY account_id, decided_at, decision_day;

-- One row per (account_id, decided_at): the newest row with available_at <= decided_at.
CREATE TEMP TABLE commitment_as_of AS
WITH

-- One row per row of contracts: the newest row of the account_id known from its available_at on.
commitment_newest AS (
  SELECT
    source.account_id,
    source.available_at AS available_at,
    max({
      commit_start: source.commit_start,
      available_at: source.available_at,
      commit_end: source.commit_end
    }) OVER (PARTITION BY source.account_id ORDER BY source.available_at) AS newest
  FROM contracts AS source
)

SELECT
  asked.account_id,
  asked.decided_at,
  newest.commit_end - asked.decision_day AS days_to_commit_end,
  newest.available_at AS max_available_at,
  newest.commit_start AS max_event_time
FROM (SELECT DISTINCT account_id, decided_at, decision_day FROM entity_decisions) AS asked
ASOF JOIN commitment_newest AS known_rows
  ON known_rows.account_id = asked.account_id
  AND known_rows.available_at <= asked.decided_at;

-- One row per (account_id, decided_at): the newest row with available_at <= decided_at.
CREATE TEMP TABLE account_as_of AS
WITH

-- One row per row of accounts: the newest row of the account_id known from its available_at on.
account_newest AS (
  SELECT
    source.account_id,
    source.available_at AS available_at,
    max({
      signup_date: source.signup_date,
      available_at: source.available_at,
      segment: source.segment
    }) OVER (PARTITION BY source.account_id ORDER BY source.available_at) AS newest
  FROM accounts AS source
)

SELECT
  asked.account_id,
  asked.decided_at,
  asked.decision_day - newest.signup_date AS tenure_days,
  list_position(['smb', 'mid_market', 'enterprise'], newest.segment) - 1 AS segment_rank,
  newest.available_at AS max_available_at,
  newest.signup_date AS max_event_time
FROM (SELECT DISTINCT account_id, decided_at, decision_day FROM entity_decisions) AS asked
ASOF JOIN account_newest AS known_rows
  ON known_rows.account_id = asked.account_id
  AND known_rows.available_at <= asked.decided_at;

WITH

-- One row per row of the spine: what each source says, and the newest clocks it was made from.
ingredients AS (
  SELECT
    spine.account_id,
    spine.region,
    spine.decided_at,
    spine.segment,
    spine.arr_usd,
    spine.week,
    CASE WHEN spine.is_observed THEN coalesce(usage_as_of.dbu_per_day_7d, 0) / least(7, spine.days_observed) END AS dbu_per_day_7d,
    CASE WHEN spine.is_observed THEN coalesce(usage_as_of.dbu_per_day_28d, 0) / least(28, spine.days_observed) END AS dbu_per_day_28d,
    CASE WHEN spine.is_observed THEN coalesce(usage_as_of.dbu_per_day_84d, 0) / least(84, spine.days_observed) END AS dbu_per_day_84d,
    CASE WHEN spine.is_observed THEN coalesce(usage_as_of.dbu_per_day_182d, 0) / least(182, spine.days_observed) END AS dbu_per_day_182d,
    CASE WHEN spine.is_observed THEN coalesce(usage_as_of.jobs_dbu_per_day_84d, 0) / least(84, spine.days_observed) END AS jobs_dbu_per_day_84d,
    CASE WHEN spine.is_observed THEN coalesce(usage_as_of.sql_dbu_per_day_84d, 0) / least(84, spine.days_observed) END AS sql_dbu_per_day_84d,
    CASE WHEN spine.is_observed THEN coalesce(feed_as_of.usage_complete_days_7d, 0) END AS usage_complete_days_7d,
    season_by_day.season_7d::DOUBLE AS season_7d,
    season_by_day.season_28d::DOUBLE AS season_28d,
    season_by_day.season_84d::DOUBLE AS season_84d,
    season_by_day.season_182d::DOUBLE AS season_182d,
    CASE WHEN spine.is_observed THEN coalesce(queries_as_of.active_users_per_day_14d, 0) / least(14, spine.days_observed) END AS active_users_per_day_14d,
    CASE WHEN spine.is_observed THEN coalesce(queries_as_of.active_users_per_day_28d, 0) / least(28, spine.days_observed) END AS active_users_per_day_28d,
    CASE WHEN spine.is_observed THEN coalesce(queries_as_of.active_users_per_day_84d, 0) / least(84, spine.days_observed) END AS active_users_per_day_84d,
    CASE WHEN spine.is_observed THEN coalesce(queries_as_of.active_users_per_day_182d, 0) / least(182, spine.days_observed) END AS active_users_per_day_182d,
    CASE WHEN spine.is_observed THEN coalesce(queries_as_of.failed_queries_per_day_28d, 0) / least(28, spine.days_observed) END AS failed_queries_per_day_28d,
    CASE WHEN spine.is_observed THEN coalesce(queries_as_of.failed_queries_per_day_84d, 0) / least(84, spine.days_observed) END AS failed_queries_per_day_84d,
    CASE WHEN spine.is_observed THEN coalesce(jobs_as_of.failed_runs_per_day_28d, 0) / least(28, spine.days_observed) END AS failed_runs_per_day_28d,
    CASE WHEN spine.is_observed THEN coalesce(jobs_as_of.failed_runs_per_day_84d, 0) / least(84, spine.days_observed) END AS failed_runs_per_day_84d,
    CASE WHEN spine.is_observed THEN coalesce(jobs_as_of.schedules_created_28d, 0) END AS schedules_created_28d,
    CASE WHEN spine.is_observed THEN coalesce(jobs_as_of.schedules_created_per_day_84d, 0) / least(84, spine.days_observed) END AS schedules_created_per_day_84d,
    CASE WHEN spine.is_observed THEN coalesce(jobs_as_of.schedules_deleted_28d, 0) END AS schedules_deleted_28d,
    CASE WHEN spine.is_observed THEN coalesce(jobs_as_of.schedules_deleted_per_day_84d, 0) / least(84, spine.days_observed) END AS schedules_deleted_per_day_84d,
    CASE WHEN spine.is_observed THEN coalesce(audit_log_as_of.admin_logins_per_day_28d, 0) / least(28, spine.days_observed) END AS admin_logins_per_day_28d,
    CASE WHEN spine.is_observed THEN coalesce(audit_log_as_of.admin_logins_per_day_84d, 0) / least(84, spine.days_observed) END AS admin_logins_per_day_84d,
    CASE WHEN spine.is_observed THEN coalesce(audit_log_as_of.exports_28d, 0) END AS exports_28d,
    CASE WHEN spine.is_observed THEN coalesce(audit_log_as_of.exports_per_day_84d, 0) / least(84, spine.days_observed) END AS exports_per_day_84d,
    CASE WHEN spine.is_observed THEN coalesce(audit_log_as_of.tokens_revoked_28d, 0) END AS tokens_revoked_28d,
    CASE WHEN spine.is_observed THEN coalesce(audit_log_as_of.tokens_revoked_per_day_84d, 0) / least(84, spine.days_observed) END AS tokens_revoked_per_day_84d,
    CASE WHEN spine.is_observed THEN coalesce(support_as_of.tickets_14d, 0) END AS tickets_14d,
    CASE WHEN spine.is_observed THEN coalesce(support_as_of.tickets_28d, 0) END AS tickets_28d,
    CASE WHEN spine.is_observed THEN coalesce(support_as_of.tickets_84d, 0) END AS tickets_84d,
    CASE WHEN spine.is_observed THEN coalesce(support_as_of.high_severity_tickets_28d, 0) END AS high_severity_tickets_28d,
    contact_as_of.days_since_contact AS days_since_contact,
    commitment_as_of.days_to_commit_end::DOUBLE AS days_to_commit_end,
    account_as_of.tenure_days::DOUBLE AS tenure_days,
    account_as_of.segment_rank::DOUBLE AS segment_rank,
    usage_as_of.max_available_at AS usage_max_available_at,
    usage_as_of.max_event_time AS usage_max_event_time,
    feed_as_of.max_available_at AS feed_max_available_at,
    feed_as_of.max_event_time AS feed_max_event_time,
    queries_as_of.max_available_at AS queries_max_available_at,
    queries_as_of.max_event_time AS queries_max_event_time,
    jobs_as_of.max_available_at AS jobs_max_available_at,
    jobs_as_of.max_event_time AS jobs_max_event_time,
    audit_log_as_of.max_available_at AS audit_log_max_available_at,
    audit_log_as_of.max_event_time AS audit_log_max_event_time,
    support_as_of.max_available_at AS support_max_available_at,
    support_as_of.max_event_time AS support_max_event_time,
    contact_as_of.max_available_at AS contact_max_available_at,
    contact_as_of.max_event_time AS contact_max_event_time,
    commitment_as_of.max_available_at AS commitment_max_available_at,
    commitment_as_of.max_event_time AS commitment_max_event_time,
    account_as_of.max_available_at AS account_max_available_at,
    account_as_of.max_event_time AS account_max_event_time
  FROM entity_decisions AS spine
  LEFT JOIN usage_as_of
    ON usage_as_of.account_id = spine.account_id
    AND usage_as_of.decided_at = spine.decided_at
  LEFT JOIN feed_as_of
    ON feed_as_of.region = spine.region
    AND feed_as_of.decided_at = spine.decided_at
  LEFT JOIN season_by_day ON season_by_day.decision_day = spine.decision_day
  LEFT JOIN queries_as_of
    ON queries_as_of.account_id = spine.account_id
    AND queries_as_of.decided_at = spine.decided_at
  LEFT JOIN jobs_as_of
    ON jobs_as_of.account_id = spine.account_id
    AND jobs_as_of.decided_at = spine.decided_at
  LEFT JOIN audit_log_as_of
    ON audit_log_as_of.account_id = spine.account_id
    AND audit_log_as_of.decided_at = spine.decided_at
  LEFT JOIN support_as_of
    ON support_as_of.account_id = spine.account_id
    AND support_as_of.decided_at = spine.decided_at
  LEFT JOIN contact_as_of
    ON contact_as_of.account_id = spine.account_id
    AND contact_as_of.decided_at = spine.decided_at
  LEFT JOIN commitment_as_of
    ON commitment_as_of.account_id = spine.account_id
    AND commitment_as_of.decided_at = spine.decided_at
  LEFT JOIN account_as_of
    ON account_as_of.account_id = spine.account_id
    AND account_as_of.decided_at = spine.decided_at
),

-- The same rows with what follows from them; a column may read the ones above it.
features AS (
  SELECT
    *,
    dbu_per_day_84d / nullif(season_84d, 0) AS baseline_dbu_per_day,
    CASE WHEN baseline_dbu_per_day + 0.1 > 0 THEN ln(baseline_dbu_per_day + 0.1) END AS log_baseline_dbu,
    (dbu_per_day_28d / nullif(season_28d, 0)) / nullif(baseline_dbu_per_day, 0) AS usage_ratio_28_84,
    (dbu_per_day_28d / nullif(season_28d, 0)) / nullif(dbu_per_day_182d / nullif(season_182d, 0), 0) AS usage_ratio_28_182,
    (dbu_per_day_7d / nullif(season_7d, 0)) / nullif(baseline_dbu_per_day, 0) AS billed_ratio_7_84,
    CASE WHEN coalesce(usage_complete_days_7d >= 5, true) THEN billed_ratio_7_84 END AS usage_ratio_7_84,
    jobs_dbu_per_day_84d / nullif(dbu_per_day_84d, 0) AS jobs_share_84d,
    sql_dbu_per_day_84d / nullif(dbu_per_day_84d, 0) AS sql_share_84d,
    (active_users_per_day_14d + 0.03571428571428571) / nullif(active_users_per_day_84d + 0.03571428571428571, 0) AS users_ratio_14_84,
    (active_users_per_day_28d + 0.03571428571428571) / nullif(active_users_per_day_84d + 0.03571428571428571, 0) AS users_ratio_28_84,
    (active_users_per_day_28d + 0.03571428571428571) / nullif(active_users_per_day_182d + 0.03571428571428571, 0) AS users_ratio_28_182,
    (failed_queries_per_day_28d + 0.03571428571428571) / nullif(failed_queries_per_day_84d + 0.03571428571428571, 0) AS failed_queries_ratio_28_84,
    (failed_runs_per_day_28d + 0.03571428571428571) / nullif(failed_runs_per_day_84d + 0.03571428571428571, 0) AS failed_runs_ratio_28_84,
    (admin_logins_per_day_28d + 0.03571428571428571) / nullif(admin_logins_per_day_84d + 0.03571428571428571, 0) AS admin_logins_ratio_28_84
  FROM ingredients
)

SELECT
  account_id,
  region,
  decided_at,
  segment,
  arr_usd,
  week,
  dbu_per_day_7d::FLOAT AS dbu_per_day_7d,
  dbu_per_day_28d::FLOAT AS dbu_per_day_28d,
  dbu_per_day_84d::FLOAT AS dbu_per_day_84d,
  dbu_per_day_182d::FLOAT AS dbu_per_day_182d,
  jobs_dbu_per_day_84d::FLOAT AS jobs_dbu_per_day_84d,
  sql_dbu_per_day_84d::FLOAT AS sql_dbu_per_day_84d,
  usage_complete_days_7d::FLOAT AS usage_complete_days_7d,
  season_7d::FLOAT AS season_7d,
  season_28d::FLOAT AS season_28d,
  season_84d::FLOAT AS season_84d,
  season_182d::FLOAT AS season_182d,
  active_users_per_day_14d::FLOAT AS active_users_per_day_14d,
  active_users_per_day_28d::FLOAT AS active_users_per_day_28d,
  active_users_per_day_84d::FLOAT AS active_users_per_day_84d,
  active_users_per_day_182d::FLOAT AS active_users_per_day_182d,
  failed_queries_per_day_28d::FLOAT AS failed_queries_per_day_28d,
  failed_queries_per_day_84d::FLOAT AS failed_queries_per_day_84d,
  failed_runs_per_day_28d::FLOAT AS failed_runs_per_day_28d,
  failed_runs_per_day_84d::FLOAT AS failed_runs_per_day_84d,
  schedules_created_28d::FLOAT AS schedules_created_28d,
  schedules_created_per_day_84d::FLOAT AS schedules_created_per_day_84d,
  schedules_deleted_28d::FLOAT AS schedules_deleted_28d,
  schedules_deleted_per_day_84d::FLOAT AS schedules_deleted_per_day_84d,
  admin_logins_per_day_28d::FLOAT AS admin_logins_per_day_28d,
  admin_logins_per_day_84d::FLOAT AS admin_logins_per_day_84d,
  exports_28d::FLOAT AS exports_28d,
  exports_per_day_84d::FLOAT AS exports_per_day_84d,
  tokens_revoked_28d::FLOAT AS tokens_revoked_28d,
  tokens_revoked_per_day_84d::FLOAT AS tokens_revoked_per_day_84d,
  tickets_14d::FLOAT AS tickets_14d,
  tickets_28d::FLOAT AS tickets_28d,
  tickets_84d::FLOAT AS tickets_84d,
  high_severity_tickets_28d::FLOAT AS high_severity_tickets_28d,
  days_since_contact::FLOAT AS days_since_contact,
  days_to_commit_end::FLOAT AS days_to_commit_end,
  tenure_days::FLOAT AS tenure_days,
  segment_rank::FLOAT AS segment_rank,
  baseline_dbu_per_day::FLOAT AS baseline_dbu_per_day,
  log_baseline_dbu::FLOAT AS log_baseline_dbu,
  usage_ratio_28_84::FLOAT AS usage_ratio_28_84,
  usage_ratio_28_182::FLOAT AS usage_ratio_28_182,
  billed_ratio_7_84::FLOAT AS billed_ratio_7_84,
  usage_ratio_7_84::FLOAT AS usage_ratio_7_84,
  jobs_share_84d::FLOAT AS jobs_share_84d,
  sql_share_84d::FLOAT AS sql_share_84d,
  users_ratio_14_84::FLOAT AS users_ratio_14_84,
  users_ratio_28_84::FLOAT AS users_ratio_28_84,
  users_ratio_28_182::FLOAT AS users_ratio_28_182,
  failed_queries_ratio_28_84::FLOAT AS failed_queries_ratio_28_84,
  failed_runs_ratio_28_84::FLOAT AS failed_runs_ratio_28_84,
  admin_logins_ratio_28_84::FLOAT AS admin_logins_ratio_28_84,
  usage_max_available_at,
  usage_max_event_time,
  feed_max_available_at,
  feed_max_event_time,
  queries_max_available_at,
  queries_max_event_time,
  jobs_max_available_at,
  jobs_max_event_time,
  audit_log_max_available_at,
  audit_log_max_event_time,
  support_max_available_at,
  support_max_event_time,
  contact_max_available_at,
  contact_max_event_time,
  commitment_max_available_at,
  commitment_max_event_time,
  account_max_available_at,
  account_max_event_time
FROM features
ORDER BY account_id, region, decided_at;
