-- title = "Machine images shared"
-- why = "The image holds every file of the machine."
-- techniques = ["T1537"]
-- severity = "high"
-- fact = "images_shared"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.imageId'),
    regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
  ) AS target,
  json_format(json_extract(request_parameters, '$.launchPermission')) AS detail
FROM events
WHERE event_source = 'ec2.amazonaws.com' AND event_name IN ('ModifyImageAttribute')
ORDER BY event_time, event_id
