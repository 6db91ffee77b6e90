-- title = "Changes made in the console"
-- why = "Changes by hand, per principal: administrators in a hurry use the browser, and so do holders of a stolen password."
-- severity = "info"
-- references = ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html"]
-- kind = "volume"
SELECT
  user_arn AS target,
  access_key_id,
  count(*) AS calls,
  count_if(error_code IS NULL) AS succeeded,
  array_join(array_agg(DISTINCT event_name ORDER BY event_name), ', ') AS call_names,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE read_only = false
  AND (
    console_session = true
    OR user_agent IN ('console.amazonaws.com', 'signin.amazonaws.com', 'AWS Internal')
    OR regexp_like(user_agent, '(?i)(^S3Console|console\.(amazonaws|aws)|AWSConsole)')
  )
GROUP BY user_arn, access_key_id
ORDER BY calls DESC, target, access_key_id
