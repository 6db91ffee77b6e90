-- title = "Denied and failed calls, in hours that have any"
-- why = "A rising share of denials is somebody who tries what a credential may do."
-- techniques = ["T1580", "T1069.003"]
-- severity = "info"
-- references = ["https://attack.mitre.org/techniques/T1069/003/"]
-- kind = "volume"
SELECT
  to_iso8601(date_trunc('hour', event_time)) AS target,
  count(*) AS events,
  count_if((error_code LIKE 'AccessDenied%' OR error_code LIKE '%Unauthorized%' OR error_code LIKE '%NotAuthorized%'
    OR error_code LIKE '%AuthorizationError%' OR error_code = 'VpceAccessDenied')) AS denied,
  count_if(error_code IS NOT NULL AND NOT (error_code LIKE 'AccessDenied%' OR error_code LIKE '%Unauthorized%' OR error_code LIKE '%NotAuthorized%'
    OR error_code LIKE '%AuthorizationError%' OR error_code = 'VpceAccessDenied')) AS failed,
  round(CAST(100 * count_if((error_code LIKE 'AccessDenied%' OR error_code LIKE '%Unauthorized%' OR error_code LIKE '%NotAuthorized%'
    OR error_code LIKE '%AuthorizationError%' OR error_code = 'VpceAccessDenied')) AS double) / count(*), 1) AS denied_percent,
  count(DISTINCT CASE WHEN error_code IS NOT NULL THEN event_source || ':' || event_name END) AS distinct_calls_not_succeeded
FROM events
GROUP BY date_trunc('hour', event_time)
HAVING count_if(error_code IS NOT NULL) > 0
ORDER BY target
