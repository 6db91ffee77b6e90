-- title = "Web delivery set, and left on"
-- why = "The call keeps a site, its name or its certificate in use: what it changed in where the content comes from is told by another question besides."
-- techniques = ["T1565.003"]
-- severity = "low"
-- harmless_when = "The web team at work."
-- references = ["https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.id'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} = 'UpdateDistribution'
    AND json_extract_scalar(request_parameters, '$.distributionConfig.enabled') = 'true')
  OR (event_source = 'apigateway.amazonaws.com'
    AND event_name = 'UpdateDomainName')
  OR (event_source = 'acm.amazonaws.com'
    AND event_name = 'UpdateCertificateOptions')
ORDER BY event_time, event_id
