-- title = "Token of a Kubernetes pod used from outside"
-- why = "The token belongs to a workload inside a cluster; whoever calls from elsewhere took it."
-- techniques = ["T1550.001", "T1528"]
-- severity = "high"
-- harmless_when = "A cluster outside AWS that is meant to use the role."
-- next = "Rotate what the pod can reach; look for the token in its logs and images."
-- rank = 1
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.roleArn'),
    {{ denied_resource }}
  ) AS target,
  source_ip_address AS detail
FROM events
WHERE event_source = 'sts.amazonaws.com'
  AND event_name = 'AssumeRoleWithWebIdentity'
  AND user_name LIKE 'system:serviceaccount:%'
  AND regexp_like(source_ip_address, '^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$|^[0-9a-fA-F]*:[0-9a-fA-F:]+$')
  AND NOT regexp_like(source_ip_address, '^(10|127)\.|^100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|^169\.254\.|^172\.(1[6-9]|2[0-9]|3[01])\.|^192\.168\.|^(fc|fd|fe8|2600:1f|2a05:d0|2406:da)')
  AND NOT regexp_like(source_ip_address, '^(3|18)\.|^13\.(2[0-9]|3[0-9]|4[0-9]|5[0-9]|112|113|124|125|126|127|20[0-9]|21[0-9]|22[0-9]|23[0-9]|24[0-9]|25[0-5])\.|^15\.(1[5-9][0-9]|2[0-3][0-9])\.|^16\.(1[6-9][0-9]|2[0-9]|5[0-9]|6[0-3])\.|^34\.(19[2-9]|2[0-9][0-9])\.|^35\.(7[1-9]|80|8[1-3]|15[2-9]|1[67][0-9]|18[0-3])\.|^44\.(19[2-9]|2[0-9][0-9])\.|^50\.(1[6-9]|112)\.|^52\.([0-9]|[1-8][0-9]|9[0-5]|19[2-9]|2[01][0-9]|22[0-2])\.|^54\.(6[4-9]|[7-9][0-9]|1[0-9][0-9]|2[0-9][0-9])\.|^98\.(8[0-9]|9[0-5])\.')
ORDER BY event_time, event_id
