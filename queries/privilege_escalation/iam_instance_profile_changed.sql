-- title = "Roles handed to instances"
-- why = "The instance, and whoever is on it, gets the role."
-- techniques = ["T1098.003", "T1548.005"]
-- severity = "high"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceProfileName'),
    json_extract_scalar(request_parameters, '$.AssociateIamInstanceProfileRequest.InstanceId'),
    json_extract_scalar(request_parameters, '$.ReplaceIamInstanceProfileAssociationRequest.AssociationId'),
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.AssociateIamInstanceProfileRequest.IamInstanceProfile.Arn')
  ) AS detail
FROM events
WHERE (
  (event_source = 'iam.amazonaws.com' AND event_name IN ('AddRoleToInstanceProfile'))
  OR (event_source = 'ec2.amazonaws.com' AND event_name IN (
      'AssociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation',
      'AssociateEnclaveCertificateIamRole'
    ))
)
ORDER BY event_time, event_id
