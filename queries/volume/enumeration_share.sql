-- title = "Share of reading and distinct read calls per credential of ten or more calls"
-- why = "A credential that mostly lists and describes, with many different calls, is looking around."
-- techniques = ["T1580", "T1526"]
-- severity = "info"
-- references = ["https://attack.mitre.org/techniques/T1580/"]
-- kind = "volume"
SELECT
  access_key_id AS target,
  count(*) AS events,
  count_if(read_only = true) AS read_calls,
  count(DISTINCT CASE WHEN read_only = true THEN event_source || ':' || event_name END) AS distinct_read_calls,
  count(DISTINCT event_source) AS services,
  round(CAST(100 * count_if(read_only = true) AS double) / count(*), 1) AS read_percent,
  count_if((error_code LIKE 'AccessDenied%' OR error_code LIKE '%Unauthorized%' OR error_code LIKE '%NotAuthorized%'
    OR error_code LIKE '%AuthorizationError%' OR error_code = 'VpceAccessDenied')) AS denied,
  count_if(event_name = 'GetCallerIdentity') AS caller_identity_calls
FROM events
GROUP BY access_key_id
HAVING count(*) >= 10
ORDER BY distinct_read_calls DESC, target
