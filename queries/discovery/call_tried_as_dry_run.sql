-- title = "Permissions tried out with dry runs"
-- why = "A dry run that would have been allowed tells the caller what it may do."
-- techniques = ["T1526", "T1580"]
-- severity = "low"
-- severity_otherwise = "low"
-- rank = 3
SELECT
  event_id,
  {{ first_name }} AS target,
  event_name AS detail
FROM events
WHERE error_code IN ('Client.DryRunOperation', 'DryRunOperation')
ORDER BY event_time, event_id
