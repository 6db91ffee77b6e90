-- title = "Code between visitors and a site changed"
-- why = "The function sees every request and answer, sign-ins and session cookies among them, and can pass them on."
-- techniques = ["T1119", "T1565.003", "T1648"]
-- severity = "medium"
-- harmless_when = "The web team publishes a release."
-- next = "Compare the code with its source; if it is foreign, end all sessions of the site."
-- references = ["https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_PublishFunction.html"]
-- tells_of = ["channel_set_up"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'cloudfront.amazonaws.com'
  AND {{ plain_cloudfront_name }} IN (
    'CreateFunction', 'UpdateFunction', 'PublishFunction', 'TestFunction', 'CreateConnectionFunction',
    'UpdateConnectionFunction', 'PublishConnectionFunction'
  )
ORDER BY event_time, event_id
