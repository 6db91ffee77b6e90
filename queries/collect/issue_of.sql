-- The calls whose response hands out one of these keys: who issued them.
SELECT * FROM events
WHERE json_extract_scalar(response_elements, '$.credentials.accessKeyId') IN ({{ keys }})
   OR json_extract_scalar(response_elements, '$.accessKey.accessKeyId') IN ({{ keys }})
