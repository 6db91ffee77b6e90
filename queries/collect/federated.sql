-- Sessions that these identity providers, trust anchors, profiles and identity pools handed out, or services to what
-- they run. With them, who changed the provider or
-- made it again: after somebody else did, its sessions are that person's.
SELECT * FROM events
WHERE (
    event_source IN ('sts.amazonaws.com', 'rolesanywhere.amazonaws.com')
    AND (
      json_extract_scalar(request_parameters, '$.principalArn') IN ({{ issuers }})
      OR json_extract_scalar(request_parameters, '$.trustAnchorArn') IN ({{ issuers }})
      OR split_part(json_extract_scalar(request_parameters, '$.profileArn'), '/', 2) IN ({{ issuers }})
      OR split_part(json_extract_scalar(response_elements, '$.credentialSet[0].assumedRoleUser.assumedRoleId'), ':', 2) IN ({{ issuers }})
      OR json_extract_scalar(response_elements, '$.provider') IN ({{ issuers }})
      OR json_extract_scalar(response_elements, '$.audience') IN ({{ issuers }})
      OR json_extract_scalar(response_elements, '$.subjectFromWebIdentityToken') IN ({{ issuers }})
      OR (event_name = 'AssumeRole' AND invoked_by IN ({{ issuers }}))
    )
  )
   OR (
    event_source = 'iam.amazonaws.com'
    AND event_name IN ('CreateSAMLProvider', 'UpdateSAMLProvider', 'CreateOpenIDConnectProvider')
    AND (
      json_extract_scalar(request_parameters, '$.sAMLProviderArn') IN ({{ issuers }})
      OR json_extract_scalar(response_elements, '$.sAMLProviderArn') IN ({{ issuers }})
      OR json_extract_scalar(response_elements, '$.openIDConnectProviderArn') IN ({{ issuers }})
    )
  )
ORDER BY event_time, event_id
