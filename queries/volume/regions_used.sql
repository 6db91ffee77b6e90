-- title = "Activity per region"
-- why = "In regions that the owner does not use, activity goes unseen."
-- techniques = ["T1535"]
-- severity = "info"
-- references = ["https://attack.mitre.org/techniques/T1535/"]
-- kind = "volume"
SELECT
  aws_region AS target,
  count(*) AS events,
  count_if(read_only = false AND NOT {{ not_succeeded }}) AS changes,
  count_if({{ not_succeeded }}) AS not_succeeded,
  count(DISTINCT event_source) AS services,
  count(DISTINCT access_key_id) AS credentials,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
GROUP BY aws_region
ORDER BY events DESC, target
