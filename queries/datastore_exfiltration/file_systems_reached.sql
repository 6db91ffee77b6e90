-- title = "Way into a file system made"
-- why = "A mount target or an access point lets machines of a subnet read and write the files."
-- techniques = ["T1530", "T1021", "T1578.005"]
-- severity = "medium"
-- harmless_when = "A deployment attaches its file system."
-- next = "Which machines mounted it, and what did they read?"
-- references = ["https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html"]
-- fact = "transfer_channels"
-- tells_of = ["channel_set_up"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.fileSystemId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(json_extract_scalar(request_parameters, '$.subnetId'), json_extract_scalar(request_parameters, '$.rootDirectory.path')) AS detail
FROM events
WHERE event_source IN ('elasticfilesystem.amazonaws.com', 's3files.amazonaws.com')
  AND event_name IN ('CreateMountTarget', 'CreateAccessPoint')
ORDER BY event_time, event_id
