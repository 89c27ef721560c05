-- Who is decided about: one row per decision and account that was known by then and had signed up weeks before.
-- Everything here is known at decided_at; what becomes of an account stands in label.sql.
SELECT
  accounts.account_id,
  accounts.region,
  accounts.segment,
  accounts.arr_usd,
  decisions.week,
  -- An account older than the tables is observed only from their first day on.
  greatest(accounts.signup_date, history.first_day) AS observed_since,
  decisions.decided_at
FROM :decisions AS decisions
CROSS JOIN (SELECT min(usage_date) AS first_day FROM usage_daily) AS history
JOIN accounts
  ON accounts.available_at <= decisions.decided_at
  AND accounts.signup_date <= decisions.decided_at::DATE - :minimum_tenure_days
