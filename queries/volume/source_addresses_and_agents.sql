-- title = "Source addresses and user agents"
-- why = "One credential in two hands shows as two sets of addresses and user agents."
-- severity = "info"
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html"]
-- kind = "volume"
SELECT
  source_ip_address AS target,
  user_agent,
  access_key_id,
  count(*) AS events,
  count_if(read_only = false AND NOT {{ not_succeeded }}) AS changes,
  count_if((error_code LIKE 'AccessDenied%' OR error_code LIKE '%Unauthorized%' OR error_code LIKE '%NotAuthorized%'
    OR error_code LIKE '%AuthorizationError%' OR error_code = 'VpceAccessDenied')) AS denied,
  count(DISTINCT event_source || ':' || event_name) AS distinct_calls,
  count(DISTINCT aws_region) AS regions,
  max(vpc_endpoint_id) AS vpc_endpoint_id,
  max(tls_host) AS tls_host,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
GROUP BY source_ip_address, user_agent, access_key_id
ORDER BY first_seen, target, user_agent, access_key_id
