-- title = "Glue development endpoint given a role"
-- why = "Whoever opened the endpoint reads the credentials of the role there: a known way to raise rights."
-- techniques = ["T1548.005", "T1098.003"]
-- severity = "high"
-- harmless_when = "Data engineers still use development endpoints."
-- next = "Delete the endpoint; follow the sessions of the role."
-- references = ["https://docs.aws.amazon.com/glue/latest/webapi/API_CreateDevEndpoint.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.endpointName'),
    {{ denied_resource }}
  ) AS target,
  json_extract_scalar(request_parameters, '$.roleArn') AS detail
FROM events
WHERE event_source = 'glue.amazonaws.com'
  AND event_name = 'CreateDevEndpoint'
  AND json_extract(request_parameters, '$.roleArn') IS NOT NULL
ORDER BY event_time, event_id
