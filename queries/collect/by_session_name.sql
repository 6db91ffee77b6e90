-- Role sessions that a compute service named after one of these instances, functions or tasks. With them, who took
-- sessions of these names, and who changed the code or the role of what they are named after: the sessions that follow
-- are that person's. Sessions of stacks all have one name: who made stacks, too.
SELECT * FROM events
WHERE split_part(principal_id, ':', 2) IN ({{ names }})
   OR json_extract_scalar(request_parameters, '$.roleSessionName') IN ({{ names }})
   OR json_extract_scalar(response_elements, '$.functionName') IN ({{ names }})
   OR json_extract_scalar(response_elements, '$.AssociateIamInstanceProfileResponse.iamInstanceProfileAssociation.instanceId') IN ({{ names }})
   OR json_extract_scalar(response_elements, '$.ReplaceIamInstanceProfileAssociationResponse.iamInstanceProfileAssociation.instanceId') IN ({{ names }})
   OR (
    event_source = 'cloudformation.amazonaws.com'
    AND event_name IN ('CreateStack', 'UpdateStack', 'CreateChangeSet', 'ExecuteChangeSet')
    AND 'AWSCloudFormation' IN ({{ names }})
  )
ORDER BY event_time, event_id
