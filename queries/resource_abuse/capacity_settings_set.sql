-- title = "Settings of desktops, scaling groups or text messages set"
-- why = "The call uses no more of the account than before, or forbids a use: what it opens or raises is told by another question besides."
-- techniques = ["T1578.005"]
-- severity = "low"
-- harmless_when = "Operations at work."
-- references = ["https://docs.aws.amazon.com/workspaces/latest/api/API_ModifyWorkspaceAccessProperties.html", "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.autoScalingGroupName'),
    json_extract_scalar(request_parameters, '$.resourceId'),
    json_extract_scalar(request_parameters, '$.protectConfigurationId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'workspaces.amazonaws.com'
    AND event_name IN (
      'ModifyWorkspaceAccessProperties', 'ModifyWorkspaceCreationProperties',
      'ModifySelfservicePermissions', 'ModifyClientProperties'
    ))
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name = 'UpdateAutoScalingGroup')
  OR (event_source = 'sms-voice.amazonaws.com'
    AND event_name = 'UpdateProtectConfigurationCountryRuleSet')
  OR (event_source = 'appstream.amazonaws.com'
    AND event_name IN ('UpdateFleet', 'UpdateStack'))
ORDER BY event_time, event_id
