-- Calls on behalf of these users of Identity Center. With them, what took their access back, and the names of
-- permission sets, after which their roles are named.
SELECT * FROM events
WHERE on_behalf_of IN ({{ people }})
   OR (event_source = 'sso.amazonaws.com' AND event_name = 'CreatePermissionSet')
   OR (
    event_source = 'sso.amazonaws.com'
    AND event_name = 'DeleteAccountAssignment'
    AND json_extract_scalar(request_parameters, '$.principalId') IN ({{ people }})
  )
   OR (
    event_source = 'sso-directory.amazonaws.com'
    AND event_name = 'RemoveMemberFromGroup'
    AND json_extract_scalar(request_parameters, '$.member.memberId') IN ({{ people }})
  )
   OR (event_source = 'identitystore.amazonaws.com' AND event_name = 'DeleteGroupMembership')
ORDER BY event_time, event_id
