-- title = "Files that hold secrets read from S3"
-- why = "State files, key files and environment files open other doors."
-- techniques = ["T1552.001", "T1530"]
-- severity = "high"
-- harmless_when = "Terraform reads its own state with this key."
-- next = "Rotate what the file holds."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.bucketName') || '/' || json_extract_scalar(request_parameters, '$.key'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 's3.amazonaws.com'
  AND event_name IN ('GetObject', 'SelectObjectContent')
  AND regexp_like(
    json_extract_scalar(request_parameters, '$.key'),
    '(?i)(\.tfstate|\.env|\.pem|\.ppk|\.pfx|\.p12|\.kdbx|\.key|id_rsa|id_ed25519|credentials|\.htpasswd|wp-config\.php|\.npmrc|\.git-credentials|secrets?\.(ya?ml|json|txt))$'
  )
ORDER BY event_time, event_id
