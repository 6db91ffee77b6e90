-- title = "Policy put into a permission set, or its boundary taken away"
-- why = "Everybody who is assigned the set gets these rights, in all accounts at once."
-- techniques = ["T1098.003"]
-- severity = "medium"
-- harmless_when = "The platform team maintains its permission sets."
-- next = "Read the policy; see to whom the set is assigned and where it was provisioned."
-- references = ["https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PutInlinePolicyToPermissionSet.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.permissionSetArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(json_extract_scalar(request_parameters, '$.managedPolicyArn'), event_name) AS detail
FROM events
WHERE event_source = 'sso.amazonaws.com'
  AND event_name IN (
    'AttachManagedPolicyToPermissionSet', 'PutInlinePolicyToPermissionSet', 'PutPermissionsPolicy',
    'AttachCustomerManagedPolicyReferenceToPermissionSet', 'DeletePermissionsBoundaryFromPermissionSet'
  )
ORDER BY event_time, event_id
