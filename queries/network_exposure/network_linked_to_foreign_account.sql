-- title = "Network linked with one of another account"
-- why = "The other account gets a way into the network."
-- techniques = ["T1599", "T1133"]
-- severity = "high"
-- next = "Delete the link; ask who owns the account."
-- tells_of = ["opened_to_outsiders"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.vpcId'),
    json_extract_scalar(request_parameters, '$.networkInterfaceId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(replace(request_parameters, coalesce(recipient_account_id, '-'), ''), '[0-9]{12}') AS detail
FROM events
WHERE event_source = 'ec2.amazonaws.com'
  AND ((event_name = 'CreateVpcPeeringConnection'
      AND coalesce(json_extract_scalar(request_parameters, '$.peerOwnerId'), recipient_account_id) <> recipient_account_id)
    OR (event_name = 'CreateTransitGatewayPeeringAttachment'
      AND coalesce(regexp_extract(request_parameters, '"[pP]eerAccountId"\s*:\s*"([0-9]{12})"', 1), recipient_account_id) <> recipient_account_id)
    OR (event_name = 'AcceptVpcPeeringConnection'
      AND regexp_like(replace(response_elements, coalesce(recipient_account_id, '-'), ''), '"ownerId"\s*:\s*"[0-9]{12}"'))
    OR ((event_name = 'CreateNetworkInterfacePermission'
        OR (event_name = 'ModifyVpcEndpointServicePermissions' AND regexp_like(request_parameters, '(?i)"addAllowed')))
      AND regexp_like(replace(request_parameters, coalesce(recipient_account_id, '-'), ''), '[:"][0-9]{12}[:"]|[:\[]\s*"\*"')))
ORDER BY event_time, event_id
