-- title = "Rules of console sign-in changed"
-- why = "The rules say from which networks and accounts the console can be entered."
-- techniques = ["T1556", "T1098"]
-- severity = "medium"
-- next = "Restore the former rules."
SELECT
  event_id,
  coalesce(
    {{ first_name }},
    event_name
  ) AS target
FROM events
WHERE event_source = 'signin.amazonaws.com'
  AND event_name IN (
    'PutResourcePermissionStatement', 'DeleteResourcePermissionStatement', 'PutConsoleAuthorizationConfiguration',
    'DeleteConsoleAuthorizationConfiguration', 'CreateTrustedIdentityPropagationApplicationForConsole'
  )
ORDER BY event_time, event_id
