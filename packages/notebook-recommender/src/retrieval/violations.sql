-- Candidates that the person could not have opened, by the grants alone: what retrieval has to answer with 0.
WITH candidates AS (
  SELECT * FROM slate_rows WHERE is_candidate = 1
), standing AS (
  SELECT
    nth,
    principal_id,
    arg_max(change, changed_at) AS change
  FROM candidates JOIN acl_events USING (notebook_id)
  WHERE changed_at <= decided_at AND principal_id IN (user_id, team_id, candidates.tenant_id)
  GROUP BY nth, principal_id
), opened AS (
  SELECT DISTINCT nth FROM standing WHERE change <> 'revoke'
), gone AS (
  SELECT DISTINCT nth
  FROM candidates JOIN actions ON actions.notebook_id = candidates.notebook_id
  WHERE action = 'delete' AND actions.slate_id IS NULL AND acted_at <= decided_at
)
SELECT
  (SELECT count(*) FROM candidates) - count(*) AS violations
FROM opened
WHERE nth NOT IN (FROM gone)
