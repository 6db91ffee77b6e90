-- title = "Data encrypted with a key of another account"
-- why = "Only the other account can decrypt the copy; the original is often deleted next."
-- techniques = ["T1486"]
-- severity = "high"
-- harmless_when = "Data is written for a partner, or into a bucket or store whose key another account of the company keeps: services then ask for data keys in the name of whoever writes."
-- next = "Stop deletions; keep the originals."
-- rank = 2
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.destinationKeyId'),
    json_extract_scalar(request_parameters, '$.keyId'),
    json_extract_scalar(request_parameters, '$.volumeId'),
    json_extract_scalar(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.tableName'),
    json_extract_scalar(request_parameters, '$.secretId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(replace(request_parameters, coalesce(recipient_account_id, '-'), ''), 'arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:[^"]+') AS detail
FROM events
WHERE ((event_source = 'kms.amazonaws.com'
      AND event_name IN (
        'ReEncrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateDataKeyWithoutPlaintext',
        'GenerateDataKeyPairWithoutPlaintext'
      ))
    OR (event_source = 'ec2.amazonaws.com'
      AND event_name IN ('CopySnapshot', 'CreateVolume', 'CopyImage', 'ModifyEbsDefaultKmsKeyId'))
    OR (event_source = 'rds.amazonaws.com'
      AND event_name IN ('CopyDBSnapshot', 'CopyDBClusterSnapshot', 'RestoreDBInstanceFromDBSnapshot', 'RestoreDBClusterFromSnapshot', 'CreateDBInstance'))
    OR (event_source = 'dynamodb.amazonaws.com' AND event_name IN ('UpdateTable', 'CreateTable'))
    OR (event_source = 'secretsmanager.amazonaws.com' AND event_name = 'UpdateSecret')
    OR (event_source = 'logs.amazonaws.com' AND event_name = 'AssociateKmsKey'))
  AND regexp_like(
    replace(request_parameters, coalesce(recipient_account_id, '-'), ''),
    'arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:'
  )
ORDER BY event_time, event_id
