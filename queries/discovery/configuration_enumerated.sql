-- title = "Configuration enumerated"
-- why = "Listing and describing services shows what there is to use or to take."
-- techniques = ["T1580", "T1526"]
-- severity = "info"
-- rank = -2
SELECT
  event_id,
  event_source || ': ' || event_name AS target
FROM events
WHERE coalesce(read_only, true)
  AND (
    event_name LIKE 'List%'
    OR event_name LIKE 'Describe%'
    OR (event_name LIKE 'Get%' AND NOT regexp_like(event_name, '^Get(Object|Item|Records|QueryResults|LogEvents|MetricData|Statement|Secret|Parameter|Credentials|SigninToken|SessionToken|FederationToken|SnapshotBlock|Document|File|Blob|Data)'))
    OR event_name LIKE 'Lookup%'
    OR event_name LIKE 'Search%'
    OR (event_name LIKE 'BatchGet%' AND event_name NOT IN ('BatchGetSecretValue', 'BatchGetItem', 'BatchGetImage'))
    OR event_name LIKE 'Head%'
  )
ORDER BY event_time, event_id
