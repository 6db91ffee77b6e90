-- title = "Image shared with another account or with everyone"
-- why = "The other side can start machines from it and read its disks."
-- techniques = ["T1537"]
-- severity = "high"
-- harmless_when = "The company publishes images, or shares them with accounts that it knows."
-- next = "Take the permission back; look for secrets on the image and change them."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyImageAttribute.html"]
-- fact = "images_shared"
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.imageId'),
    {{ denied_resource }}
  ) AS target,
  CASE WHEN regexp_like(json_format(json_extract(request_parameters, '$.launchPermission.add')), '"(?:userId|group|organizationArn|organizationalUnitArn)"\s*:\s*"[^"]+"') THEN regexp_replace(
    regexp_replace(json_format(json_extract(request_parameters, '$.launchPermission.add')), '(?s).*?"(?:userId|group|organizationArn|organizationalUnitArn)"\s*:\s*"([^"]+)"', '$1, '),
    '(?s), \s*[,}\]].*$', ''
  ) END AS detail
FROM events
WHERE event_source = 'ec2.amazonaws.com'
  AND event_name = 'ModifyImageAttribute'
  AND (
    regexp_like(json_format(json_extract(request_parameters, '$.launchPermission.add')), '"group"\s*:\s*"all"|"organization(alUnit)?Arn"')
    OR regexp_like(replace(json_format(json_extract(request_parameters, '$.launchPermission.add')), coalesce(recipient_account_id, '-'), ''), '"userId"\s*:\s*"[0-9]{12}"')
  )
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyFpgaImageAttribute'
    AND regexp_like(
      replace(regexp_extract(request_parameters, '(?i)"loadPermission"\s*:\s*(\{.*)', 1), coalesce(recipient_account_id, '-'), ''),
      '(?i)"add"\s*:.*("group"\s*:\s*"all"|"userId"\s*:\s*"[0-9]{12}")'
    ))
ORDER BY event_time, event_id
