-- The label: one row per candidate, with what became of the account. A label may see a row that was available at
-- matures_at, and nothing later; what was known at decided_at stands in candidates.sql.
WITH
decision AS (
  SELECT
    week,
    decided_at::DATE AS decided_on,
    decided_at,
    decided_at + INTERVAL ':matures_days' DAY AS matures_at
  FROM :decisions
),
-- Whose usage an id's rows are: its own, and its predecessor's from the day the migration is known.
billed_as AS (
  SELECT DISTINCT account_id AS billed_id, account_id, TIMESTAMPTZ '1970-01-01 00:00:00+00' AS known_at FROM :candidates
  UNION ALL
  SELECT successor_account_id AS billed_id, account_id, available_at AS known_at
  FROM account_events
  WHERE event = 'migration' AND successor_account_id IS NOT NULL
),
-- The days each label looks at. Few rows, so usage is met by an equality on the day and never by a range.
label_day AS (
  SELECT decision.week, decision.matures_at, decision.decided_on + day_offset::INTEGER AS usage_date
  FROM decision, range(:lead_days, :label_ends_days) AS days(day_offset)
),
future_by_id AS (
  SELECT usage_daily.account_id AS billed_id, label_day.week, sum(usage_daily.dbu) AS dbu
  FROM usage_daily
  JOIN label_day ON label_day.usage_date = usage_daily.usage_date
  WHERE usage_daily.available_at <= label_day.matures_at
  GROUP BY usage_daily.account_id, label_day.week
),
future AS (
  SELECT billed_as.account_id, future_by_id.week, sum(future_by_id.dbu) AS future_dbu
  FROM future_by_id
  JOIN billed_as ON billed_as.billed_id = future_by_id.billed_id
  JOIN decision ON decision.week = future_by_id.week
  WHERE billed_as.known_at <= decision.matures_at
  GROUP BY billed_as.account_id, future_by_id.week
),
season AS (
  SELECT label_day.week, avg(calendar.usage_factor) AS future_season
  FROM label_day
  JOIN calendar ON calendar.calendar_date = label_day.usage_date
  GROUP BY label_day.week
),
-- A pause that reaches into the label's days says nothing about collapse: the row stays, its label is unknown.
paused AS (
  SELECT DISTINCT account_events.account_id, decision.week
  FROM account_events
  JOIN decision
    ON account_events.starts_on < decision.decided_on + :label_ends_days
    AND coalesce(account_events.ends_on, DATE '9999-12-31') > decision.decided_on
    AND account_events.available_at <= decision.matures_at
  WHERE account_events.event = 'pause'
),
closed AS (
  SELECT
    account_events.account_id,
    decision.week,
    min(account_events.starts_on) - min(decision.decided_on) AS closes_in_days
  FROM account_events
  JOIN decision
    ON account_events.starts_on >= decision.decided_on + :lead_days
    AND account_events.starts_on < decision.decided_on + :label_ends_days
    AND account_events.available_at <= decision.matures_at
  WHERE account_events.event = 'closure'
  GROUP BY account_events.account_id, decision.week
),
expiring AS (
  SELECT DISTINCT contracts.account_id, decision.week, contracts.commit_end, decision.matures_at
  FROM contracts
  JOIN decision
    ON contracts.commit_end >= decision.decided_on + :lead_days
    AND contracts.commit_end < decision.decided_on + :label_ends_days
    AND contracts.available_at <= decision.decided_at
),
not_renewed AS (
  SELECT DISTINCT expiring.account_id, expiring.week
  FROM expiring
  LEFT JOIN contracts
    ON contracts.account_id = expiring.account_id
    AND contracts.commit_start >= expiring.commit_end
    AND contracts.available_at <= expiring.matures_at
  WHERE contracts.account_id IS NULL
),
-- Whom the watch-list reached before the decision (history) and while the label was running (treatment).
watched AS (
  SELECT
    contacts.account_id,
    decision.week,
    coalesce(bool_or(contacts.is_contacted) FILTER (contacts.contact_date < decision.decided_on), false) AS was_contacted,
    count(*) FILTER (contacts.contact_date < decision.decided_on AND NOT contacts.is_contacted) AS times_spared,
    coalesce(bool_or(contacts.contact_date >= decision.decided_on), false) AS is_listed,
    coalesce(bool_or(contacts.is_contacted) FILTER (contacts.contact_date >= decision.decided_on), false) AS is_contacted,
    bool_or(contacts.is_contacted) FILTER (contacts.contact_date = decision.decided_on) AS is_contacted_now
  FROM contacts
  JOIN decision ON contacts.contact_date < decision.decided_on + :label_ends_days
  GROUP BY contacts.account_id, decision.week
)
SELECT
  candidate.account_id,
  candidate.region,
  coalesce(future.future_dbu, 0) / :window_days / coalesce(season.future_season, 1) AS future_dbu_per_day,
  coalesce(watched.times_spared, 0) AS times_spared,
  closed.closes_in_days,
  coalesce(watched.was_contacted, false)::INTEGER AS was_contacted,
  coalesce(watched.is_listed, false)::INTEGER AS is_listed,
  coalesce(watched.is_contacted, false)::INTEGER AS is_contacted,
  watched.is_contacted_now::INTEGER AS is_contacted_now,
  (paused.account_id IS NOT NULL)::INTEGER AS is_paused,
  (not_renewed.account_id IS NOT NULL)::INTEGER AS is_not_renewed,
  candidate.decided_at
FROM :candidates AS candidate
LEFT JOIN future ON future.account_id = candidate.account_id AND future.week = candidate.week
LEFT JOIN season ON season.week = candidate.week
LEFT JOIN watched ON watched.account_id = candidate.account_id AND watched.week = candidate.week
LEFT JOIN closed ON closed.account_id = candidate.account_id AND closed.week = candidate.week
LEFT JOIN not_renewed ON not_renewed.account_id = candidate.account_id AND not_renewed.week = candidate.week
LEFT JOIN paused ON paused.account_id = candidate.account_id AND paused.week = candidate.week
ORDER BY candidate.account_id, candidate.region, candidate.decided_at
