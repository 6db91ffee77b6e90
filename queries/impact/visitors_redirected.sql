-- title = "Visitors of a site sent elsewhere"
-- why = "The load balancer or bucket answers with the address of another host: sign-ins and payments go there."
-- techniques = ["T1565.003", "T1491.002", "T1584.001"]
-- severity = "medium"
-- harmless_when = "The site moved to another name of the same company."
-- next = "Whose host is it? Restore the rule; warn those who visited meanwhile."
-- references = ["https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '"(?:host|HostName)"\s*:\s*"([^"]+)"', 1) AS detail
FROM events
-- `#{host}` keeps the host: that is how a site moves its visitors to HTTPS.
WHERE (event_source = 'elasticloadbalancing.amazonaws.com'
    AND event_name IN ('CreateListener', 'ModifyListener', 'CreateRule', 'ModifyRule')
    AND regexp_like(request_parameters, '"redirectConfig"')
    AND regexp_like(request_parameters, '"host"\s*:\s*"[^#"]'))
  OR (event_source = 's3.amazonaws.com'
    AND event_name = 'PutBucketWebsite'
    AND regexp_like(request_parameters, '"RedirectAllRequestsTo"'))
ORDER BY event_time, event_id
