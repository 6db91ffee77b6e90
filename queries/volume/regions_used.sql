-- title = "Activity per region"
-- why = "In regions that the owner does not use, activity goes unseen."
-- techniques = ["T1535"]
-- severity = "info"
-- references = ["https://attack.mitre.org/techniques/T1535/"]
-- kind = "volume"
SELECT
  aws_region AS target,
  count(*) AS events,
  count_if(read_only = false) AS changes,
  -- A failed sign-in has no error code.
  count_if(
    error_code IS NOT NULL
    OR (event_source = 'signin.amazonaws.com' AND (error_message IS NOT NULL
      OR json_extract_scalar(response_elements, '$.ConsoleLogin') = 'Failure'))
  ) AS not_succeeded,
  count(DISTINCT event_source) AS services,
  count(DISTINCT access_key_id) AS credentials,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
GROUP BY aws_region
ORDER BY events DESC, target
