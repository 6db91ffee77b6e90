-- title = "Triggers, schedules or workflows created or changed"
-- why = "A trigger runs code on a clock or on an event: it brings the holder of the credential back without a login."
-- techniques = ["T1546", "T1648", "T1053"]
-- severity = "medium"
-- harmless_when = "Infrastructure code wires an application."
-- next = "Read the target and the schedule; disable what nobody knows."
-- references = ["https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html", "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"]
-- fact = "triggers_changed"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.rule'),
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.bucketName'),
    json_extract_scalar(request_parameters, '$.stateMachineArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.targets[0].arn'),
    json_extract_scalar(request_parameters, '$.scheduleExpression'),
    json_extract_scalar(request_parameters, '$.eventSourceArn')
  ) AS detail
FROM events
WHERE (event_source = 'lambda.amazonaws.com'
    AND {{ plain_event_name }} IN ('CreateEventSourceMapping', 'UpdateEventSourceMapping'))
  OR (event_source = 'events.amazonaws.com'
    AND event_name IN (
      'PutRule', 'PutTargets', 'EnableRule', 'CreateEventBus', 'CreateConnection', 'UpdateConnection',
      'CreateApiDestination', 'UpdateApiDestination', 'ActivateEventSource', 'CreateEndpoint', 'CreateArchive',
      'UpdateArchive', 'UpdateEventBus', 'UpdateEndpoint', 'CreatePartnerEventSource'
    ))
  OR (event_source = 'scheduler.amazonaws.com'
    AND event_name IN ('CreateSchedule', 'UpdateSchedule', 'CreateScheduleGroup'))
  OR (event_source = 'pipes.amazonaws.com'
    AND event_name IN ('CreatePipe', 'UpdatePipe', 'StartPipe'))
  OR (event_source = 's3.amazonaws.com'
    AND event_name IN (
      'PutBucketNotification', 'PutBucketNotificationConfiguration', 'CreateAccessPointForObjectLambda',
      'PutAccessPointConfigurationForObjectLambda'
    ))
  OR (event_source = 'states.amazonaws.com'
    AND event_name IN (
      'CreateStateMachine', 'PublishStateMachineVersion', 'UpdateStateMachineAlias', 'CreateActivity',
      'CreateStateMachineAlias', 'UpdateMapRun'
    ))
  OR (event_source = 'iot.amazonaws.com'
    AND event_name IN (
      'CreateTopicRule', 'ReplaceTopicRule', 'CreateTopicRuleDestination', 'EnableTopicRule',
      'ConfirmTopicRuleDestination', 'UpdateTopicRuleDestination'
    ))
  OR (event_source = 'config.amazonaws.com'
    AND event_name IN (
      'PutOrganizationConfigRule', 'PutOrganizationConformancePack', 'PutConformancePack',
      'StartRemediationExecution'
    ))
  OR (event_source = 'autoscaling.amazonaws.com'
    AND event_name IN (
      'PutLifecycleHook', 'PutScheduledUpdateGroupAction', 'PutNotificationConfiguration',
      'BatchPutScheduledUpdateGroupAction', 'PutScheduledAction', 'CompleteLifecycleAction'
    ))
  OR (event_source = 'cognito-idp.amazonaws.com'
    AND event_name = 'AddCustomAttributes')
  OR (event_source = 'budgets.amazonaws.com'
    AND event_name IN ('CreateBudgetAction', 'ExecuteBudgetAction'))
  OR (event_source = 'codecommit.amazonaws.com'
    AND event_name = 'PutRepositoryTriggers')
  OR (event_source = 'ses.amazonaws.com'
    AND event_name = 'CreateReceiptRule')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN ('CreateScheduledAction', 'ModifyScheduledAction'))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'UpdateKinesisStreamingDestination')
  OR (event_source = 'timestream.amazonaws.com'
    AND event_name IN ('CreateScheduledQuery', 'ExecuteScheduledQuery'))
  OR (event_source = 'logs.amazonaws.com'
    AND event_name IN ('CreateScheduledQuery', 'UpdateScheduledQuery'))
  OR (event_source = 'ssm.amazonaws.com'
    AND event_name = 'PutCalendar')
  OR (event_source = 'cognito-sync.amazonaws.com'
    AND event_name = 'SetCognitoEvents')
  -- A canary is a script that runs on a schedule, with a role.
  OR (event_source = 'synthetics.amazonaws.com'
    AND event_name IN ('CreateCanary', 'UpdateCanary', 'StartCanary'))
  OR (event_source = 'schemas.amazonaws.com'
    AND event_name IN ('CreateDiscoverer', 'StartDiscoverer'))
  OR (event_source = 'states.amazonaws.com'
    AND event_name = 'UpdateStateMachine'
    AND regexp_like(request_parameters, '"(definition|roleArn)"\s*:'))
ORDER BY event_time, event_id
