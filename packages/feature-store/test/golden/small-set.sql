-- One row per entity and decision. A decision reads full UTC days only: those before decision_day.
-- An entity whose observed_since is unknown counts as always observed: days_observed is NULL, and least() skips it.
CREATE TEMP TABLE entity_decisions AS
SELECT
  source.customer_id,
  source.decided_at,
  source.label,
  make_timestamp(epoch_us(source.decided_at))::DATE AS decision_day,
  make_timestamp(epoch_us(source.decided_at))::DATE - source.observed_since AS days_observed,
  coalesce(make_timestamp(epoch_us(source.decided_at))::DATE - source.observed_since > 0, true) AS is_observed
FROM decisions_to_make AS source
ORDER BY source.customer_id, source.decided_at;

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
  SELECT *, lag(decided_at, 1, decided_at - INTERVAL 30 DAY) OVER (ORDER BY decided_at) AS previous_at FROM decision_times
);

-- One row per view and run of days, named by its first, within which none of its windows begins or ends.
CREATE TEMP TABLE buckets AS
SELECT view, longest, bucket, lead(bucket) OVER (PARTITION BY view ORDER BY bucket) AS next_bucket
FROM (
  SELECT DISTINCT view, list_max(edges) AS longest, decision_day - unnest(edges) AS bucket
  FROM decision_times, (VALUES ('orders', [0, 7, 28])) AS views(view, edges)
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

-- One row per (customer_id, decided_at): rows with available_at <= decided_at, in windows that end before decision_day.
CREATE TEMP TABLE orders_as_of AS
WITH

-- orders, one row per (customer_id, bucket, first decision that could know the row).
orders_bucketed AS (
  SELECT
    source.customer_id,
    days.bucket,
    known.known_at,
    sum(source.amount) AS sum_amount,
    count(*) FILTER (WHERE source.channel = 'web') AS row_count_web,
    max(source.available_at) AS max_available_at,
    max(source.ordered_on) AS max_event_time
  FROM orders AS source
  JOIN bucket_days AS days ON days.view = 'orders' AND days.event_day = source.ordered_on
  JOIN known ON known.available_day = make_timestamp(epoch_us(source.available_at))::DATE
    AND source.available_at > known.previous_at
    AND source.available_at <= known.known_at
  GROUP BY ALL
  ORDER BY source.customer_id
)

SELECT
  customer_id,
  decided_at,
  sum(sum_amount) FILTER (WHERE days_back <= 7)::DOUBLE AS amount_7d,
  sum(sum_amount)::DOUBLE AS amount_per_day_28d,
  sum(row_count_web)::DOUBLE AS web_orders_28d,
  max(max_available_at) AS max_available_at,
  max(max_event_time) AS max_event_time
FROM orders_bucketed
JOIN reach ON reach.view = 'orders' AND reach.bucket = orders_bucketed.bucket
WHERE known_at <= decided_at
GROUP BY customer_id, decided_at, decision_day;

-- One row per (customer_id, decided_at): the newest row with available_at <= decided_at.
CREATE TEMP TABLE plan_as_of AS
WITH

-- One row per row of plans: the newest row of the customer_id known from its available_at on.
plan_newest AS (
  SELECT
    source.customer_id,
    source.available_at AS available_at,
    max({
      "has time": source.valid_from IS NOT NULL,
      valid_from: source.valid_from,
      available_at: source.available_at,
      plan_id: source.plan_id,
      fee: source.fee,
      ends_on: source.ends_on
    }) OVER (PARTITION BY source.customer_id ORDER BY source.available_at) AS newest
  FROM plans AS source
)

SELECT
  asked.customer_id,
  asked.decided_at,
  newest.fee AS fee,
  newest.ends_on - asked.decision_day AS days_to_plan_end,
  newest.available_at AS max_available_at,
  newest.valid_from AS max_event_time
FROM (SELECT DISTINCT customer_id, decided_at, decision_day FROM entity_decisions) AS asked
ASOF JOIN plan_newest AS known_rows
  ON known_rows.customer_id = asked.customer_id
  AND known_rows.available_at <= asked.decided_at;

-- One row per decision_day. holidays is published in advance, so no clock applies.
CREATE TEMP TABLE season_by_day AS
SELECT
  days.decision_day,
  CASE WHEN count(source.factor) FILTER (WHERE source.day - days.decision_day BETWEEN -7 AND -1) = 7
    THEN sum(source.factor::DECIMAL(18, 9)) FILTER (WHERE source.day - days.decision_day BETWEEN -7 AND -1) / 7
  END AS season_7d
FROM (SELECT DISTINCT decision_day FROM decision_times) AS days
JOIN holidays AS source ON source.day - days.decision_day BETWEEN -7 AND -1
GROUP BY ALL;

WITH

-- One row per row of the spine: what each source says, and the newest clocks it was made from.
ingredients AS (
  SELECT
    spine.customer_id,
    spine.decided_at,
    spine.label,
    CASE WHEN spine.is_observed THEN coalesce(orders_as_of.amount_7d, 0) END AS amount_7d,
    CASE WHEN spine.is_observed THEN coalesce(orders_as_of.amount_per_day_28d, 0) / least(28, spine.days_observed) END AS amount_per_day_28d,
    CASE WHEN spine.is_observed THEN coalesce(orders_as_of.web_orders_28d, 0) END AS web_orders_28d,
    plan_as_of.fee::DOUBLE AS fee,
    plan_as_of.days_to_plan_end::DOUBLE AS days_to_plan_end,
    season_by_day.season_7d::DOUBLE AS season_7d,
    orders_as_of.max_available_at AS orders_max_available_at,
    orders_as_of.max_event_time AS orders_max_event_time,
    plan_as_of.max_available_at AS plan_max_available_at,
    plan_as_of.max_event_time AS plan_max_event_time
  FROM entity_decisions AS spine
  LEFT JOIN orders_as_of
    ON orders_as_of.customer_id = spine.customer_id
    AND orders_as_of.decided_at = spine.decided_at
  LEFT JOIN plan_as_of
    ON plan_as_of.customer_id = spine.customer_id
    AND plan_as_of.decided_at = spine.decided_at
  LEFT JOIN season_by_day ON season_by_day.decision_day = spine.decision_day
),

-- The same rows with what follows from them; a column may read the ones above it.
features AS (
  SELECT
    *,
    amount_7d / nullif(season_7d, 0) AS seasonal_amount,
    CASE WHEN amount_per_day_28d + 1 > 0 THEN ln(amount_per_day_28d + 1) END AS log_amount,
    CASE WHEN coalesce(web_orders_28d >= 1, true) THEN seasonal_amount END AS trusted_amount
  FROM ingredients
)

SELECT
  customer_id,
  decided_at,
  label,
  amount_7d::FLOAT AS amount_7d,
  amount_per_day_28d::FLOAT AS amount_per_day_28d,
  web_orders_28d::FLOAT AS web_orders_28d,
  fee::FLOAT AS fee,
  days_to_plan_end::FLOAT AS days_to_plan_end,
  season_7d::FLOAT AS season_7d,
  seasonal_amount::FLOAT AS seasonal_amount,
  log_amount::FLOAT AS log_amount,
  trusted_amount::FLOAT AS trusted_amount,
  orders_max_available_at,
  orders_max_event_time,
  plan_max_available_at,
  plan_max_event_time
FROM features
ORDER BY customer_id, decided_at;
