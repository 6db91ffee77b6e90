-- title = "Account-wide blocks on public access lowered"
-- why = "These blocks keep snapshots, images and networks from being made public; their removal comes just before the sharing."
-- techniques = ["T1685", "T1686.001", "T1578.005"]
-- severity = "high"
-- harmless_when = "A team publishes images on purpose."
-- next = "Enable the block again; look for shared snapshots and images."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableSnapshotBlockPublicAccess.html", "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcBlockPublicAccessOptions.html"]
-- fact = "logging_changes"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.settingId'),
    regexp_extract(request_parameters, '"[A-Za-z]*(?:Id)"\s*:\s*"([^"]+)"', 1),
    aws_region
  ) AS target
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'DisableSnapshotBlockPublicAccess', 'DisableImageBlockPublicAccess', 'DisableAllowedImagesSettings',
      'ReplaceImageCriteriaInAllowedImagesSettings', 'CreateVpcBlockPublicAccessExclusion',
      'ModifyVpcBlockPublicAccessExclusion'
    ))
  OR (event_source = 'elasticmapreduce.amazonaws.com'
    AND event_name = 'PutBlockPublicAccessConfiguration'
    AND NOT regexp_like(coalesce(request_parameters, ''), '"blockPublicSecurityGroupRules"\s*:\s*"?true'))
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name = 'UpdateServiceSetting'
    AND json_extract_scalar(request_parameters, '$.settingId') LIKE '%public-sharing-permission%'
    AND json_extract_scalar(request_parameters, '$.settingValue') = 'Enable')
  OR (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyVpcBlockPublicAccessOptions'
    AND NOT regexp_like(coalesce(request_parameters, ''), '(?i)"internetGatewayBlockMode"\s*:\s*"block-'))
ORDER BY event_time, event_id
