-- title = "Search for sensitive data started"
-- why = "The search tells whoever started it where names, numbers and secrets lie in the buckets."
-- techniques = ["T1619", "T1580"]
-- severity = "medium"
-- harmless_when = "The privacy team looks for personal data."
-- next = "Read what the job looked at and what it found; treat the findings as known to the caller."
-- references = ["https://docs.aws.amazon.com/macie/latest/APIReference/jobs.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'macie2.amazonaws.com'
  AND event_name = 'CreateClassificationJob'
ORDER BY event_time, event_id
