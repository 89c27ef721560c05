-- What is worth saying of notebooks on a slate: one row each, by what was known when the page was opened.
WITH page AS (
  SELECT * FROM slate_rows WHERE nth IN (SELECT nth FROM slate_reasons)
), read_lately AS (
  SELECT DISTINCT nth, table_name
  FROM page JOIN lineage ON lineage.user_id = page.user_id
  WHERE lineage.available_at <= decided_at AND read_at > decided_at - INTERVAL 1 DAY
), in_common AS (
  SELECT nth, string_agg(DISTINCT table_name, ', ' ORDER BY table_name) AS tables
  FROM read_lately JOIN page USING (nth) JOIN lineage USING (notebook_id, table_name)
  WHERE lineage.available_at <= decided_at
  GROUP BY nth
)
SELECT
  page.nth,
  title,
  tables
FROM page LEFT JOIN in_common USING (nth) LEFT JOIN notebooks USING (notebook_id)
ORDER BY page.nth
