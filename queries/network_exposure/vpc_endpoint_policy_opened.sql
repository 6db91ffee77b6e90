-- title = "Policy of a VPC endpoint reset or opened"
-- why = "The policy of an endpoint keeps machines of the network from writing to accounts of others; reset, it lets every call through."
-- techniques = ["T1578.005", "T1686", "T1048"]
-- severity = "medium"
-- harmless_when = "The endpoint gets its policy with the same deployment."
-- next = "Restore the policy; see what went through the endpoint since."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html"]
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.ModifyVpcEndpointRequest.VpcEndpointId'),
    json_extract_scalar(request_parameters, '$.vpcEndpointId'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name = 'ModifyVpcEndpoint'
    AND (
      regexp_like(request_parameters, '(?i)"resetPolicy"\s*:\s*"?true')
      OR regexp_like(
        replace(request_parameters, '\"', '"'),
        '"Effect"\s*:\s*"Allow"[^{}]*"Action"\s*:\s*(\[\s*)?"\*"|"Action"\s*:\s*(\[\s*)?"\*"[^{}]*"Effect"\s*:\s*"Allow"'
      )
    ))
ORDER BY event_time, event_id
