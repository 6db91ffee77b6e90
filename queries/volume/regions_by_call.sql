-- title = "Calls repeated over regions"
-- why = "The same call in many regions is a search for something."
-- severity = "info"
-- kind = "volume"
SELECT
  event_source || ': ' || event_name AS target,
  count(DISTINCT aws_region) AS regions,
  count(*) AS requests
FROM events
GROUP BY event_source || ': ' || event_name
HAVING count(DISTINCT aws_region) > 1
ORDER BY regions DESC, requests DESC, target
