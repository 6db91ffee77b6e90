-- The calls that hand out, deactivate or delete one of these keys, whoever makes them: who issued the subject,
-- and whether it can still be used.
SELECT * FROM events
WHERE json_extract_scalar(response_elements, '$.credentials.accessKeyId') IN ({{ keys }})
   OR json_extract_scalar(response_elements, '$.accessKey.accessKeyId') IN ({{ keys }})
   OR json_extract_scalar(response_elements, '$.credentialSet[0].credentials.accessKeyId') IN ({{ keys }})
   OR json_extract_scalar(request_parameters, '$.accessKeyId') IN ({{ keys }})
ORDER BY event_time, event_id
