-- title = "Support case closed"
-- why = "Who closes a case ends what AWS and the owner had begun: a notice of abuse, a question about costs."
-- techniques = ["T1070", "T1578.005"]
-- severity = "medium"
-- harmless_when = "The problem is solved."
-- next = "Read the case in the Support Center and open it again."
-- references = ["https://docs.aws.amazon.com/awssupport/latest/APIReference/API_ResolveCase.html"]
-- fact = "support_cases"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.caseId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'support.amazonaws.com'
  AND event_name = 'ResolveCase'
ORDER BY event_time, event_id
