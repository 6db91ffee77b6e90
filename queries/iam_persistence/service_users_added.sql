-- title = "Users of a database, broker or dashboard added or changed"
-- why = "A user of the service itself signs in without any key of the account, and goes on when the key is switched off."
-- techniques = ["T1136", "T1098"]
-- severity = "medium"
-- harmless_when = "Administrators of the service give access to a colleague or an application."
-- next = "List the users of the service and remove those that nobody knows; change the passwords of the others."
-- references = ["https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html", "https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers-broker-id-users-username.html", "https://docs.aws.amazon.com/quicksight/latest/APIReference/API_RegisterUser.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.userId'),
    json_extract_scalar(request_parameters, '$.userGroupId'),
    json_extract_scalar(request_parameters, '$.aCLName'),
    json_extract_scalar(request_parameters, '$.username'),
    json_extract_scalar(request_parameters, '$.memberName'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'elasticache.amazonaws.com'
    AND event_name IN ('CreateUser', 'ModifyUser', 'CreateUserGroup', 'ModifyUserGroup'))
  OR (event_source = 'memorydb.amazonaws.com'
    AND event_name IN ('CreateUser', 'UpdateUser', 'CreateACL', 'UpdateACL'))
  OR (event_source = 'amazonmq.amazonaws.com'
    AND event_name IN ('CreateUser', 'UpdateUser'))
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name = 'CreateClusterUser')
  OR (event_source = 'quicksight.amazonaws.com'
    AND event_name IN (
      'CreateUser', 'RegisterUser', 'UpdateUser', 'CreateAdmin', 'CreateReader', 'CreateGroupMembership',
      'CreateRoleMembership'
    ))
ORDER BY event_time, event_id
