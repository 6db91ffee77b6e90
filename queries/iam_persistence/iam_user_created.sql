-- title = "IAM users created"
-- why = "A new user is a way back in that outlives the key."
-- techniques = ["T1136.003"]
-- severity = "medium"
-- harmless_when = "Provisioning code creates users with this key."
-- next = "Look at everything the new identity did (section 5), disable it, and delete it only after preservation."
-- fact = "users_created"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    {{ denied_resource }}
  ) AS target
FROM events
WHERE event_source = 'iam.amazonaws.com' AND event_name IN ('CreateUser')
ORDER BY event_time, event_id
