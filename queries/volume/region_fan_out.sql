-- title = "One call in three or more regions"
-- why = "The same call in region after region is a search for room or for forgotten resources."
-- techniques = ["T1580", "T1535"]
-- severity = "info"
-- references = ["https://attack.mitre.org/techniques/T1535/"]
-- kind = "volume"
SELECT
  event_name AS target,
  event_source,
  access_key_id,
  count(DISTINCT aws_region) AS regions,
  count(*) AS calls,
  array_join(array_agg(DISTINCT aws_region ORDER BY aws_region), ', ') AS region_names,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM (
  -- Most credentials call a thing once or twice, and counting what is distinct for each of them takes long.
  SELECT
    event_name,
    event_source,
    access_key_id,
    aws_region,
    event_time,
    count(*) OVER (PARTITION BY event_name, event_source, access_key_id) AS calls_in_all
  FROM events
) AS counted
WHERE calls_in_all >= 3
GROUP BY event_name, event_source, access_key_id
HAVING count(DISTINCT aws_region) >= 3
ORDER BY regions DESC, calls DESC, target, event_source, access_key_id
