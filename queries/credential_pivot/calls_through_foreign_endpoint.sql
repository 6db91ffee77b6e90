-- title = "Calls through a VPC endpoint of another account"
-- why = "The caller sits in a network of another account."
-- techniques = ["T1550.001", "T1078.004"]
-- severity = "high"
-- next = "Ask who owns the account; report it to AWS if nobody does."
-- circumstance = true
-- rank = -1
SELECT
  event_id,
  coalesce(vpc_endpoint_account_id, vpc_endpoint_id) AS target,
  vpc_endpoint_id AS detail
FROM events
WHERE vpc_endpoint_account_id IS NOT NULL
  AND vpc_endpoint_account_id <> recipient_account_id
  AND vpc_endpoint_account_id <> coalesce(account_id, '-')
ORDER BY event_time, event_id
