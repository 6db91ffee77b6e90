-- title = "Backup, export, event or share for another account"
-- why = "A copy of the data or the right to read it goes to an account that is not this one."
-- techniques = ["T1537"]
-- severity = "high"
-- next = "Withdraw the share; ask who owns the account."
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.resourceArn'),
    json_extract_scalar(request_parameters, '$.tableArn'),
    json_extract_scalar(request_parameters, '$.recoveryPointArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(replace(request_parameters, coalesce(recipient_account_id, '-'), ''), '[:"/]([0-9]{12})[:"/]', 1) AS detail
FROM events
WHERE ((event_source = 'backup.amazonaws.com' AND event_name = 'StartCopyJob')
    OR (event_source = 'events.amazonaws.com' AND event_name = 'PutTargets')
    OR (event_source = 'sns.amazonaws.com' AND event_name = 'Subscribe')
    OR (event_source = 's3.amazonaws.com' AND event_name IN ('PutBucketNotification', 'PutBucketNotificationConfiguration'))
    OR (event_source = 'dynamodb.amazonaws.com' AND event_name = 'ExportTableToPointInTime')
    OR (event_source = 'rds.amazonaws.com' AND event_name = 'StartExportTask')
    OR (event_source = 'ecr.amazonaws.com' AND event_name = 'PutReplicationConfiguration')
    OR (event_source = 'ram.amazonaws.com' AND event_name IN ('CreateResourceShare', 'AssociateResourceShare'))
    OR (event_source = 'redshift.amazonaws.com' AND event_name IN ('AuthorizeDataShare', 'AuthorizeEndpointAccess'))
    OR (event_source = 'lakeformation.amazonaws.com' AND event_name IN ('GrantPermissions', 'BatchGrantPermissions'))
    OR (event_source = 'appstream.amazonaws.com' AND event_name = 'UpdateImagePermissions')
    OR (event_source = 'workspaces.amazonaws.com' AND event_name = 'UpdateWorkspaceImagePermission')
    OR (event_source = 'servicecatalog.amazonaws.com' AND event_name = 'CreatePortfolioShare'))
  AND regexp_like(
    replace(request_parameters, coalesce(recipient_account_id, '-'), ''),
    '[:"/][0-9]{12}[:"/]'
  )
ORDER BY event_time, event_id
