-- title = "Machine images exported or shared by other services"
-- why = "The whole disk is written to a bucket or handed to another account as a file."
-- techniques = ["T1537", "T1530", "T1567.002", "T1578"]
-- severity = "high"
-- harmless_when = "A migration by the owner."
-- next = "Find the bucket and who can read it; delete the export, keep a copy as evidence."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateInstanceExportTask.html"]
-- fact = "images_exported"
-- tells_of = ["store_copied"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.imageId'),
    json_extract_scalar(request_parameters, '$.imageName'),
    json_extract_scalar(request_parameters, '$.imageArn'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  regexp_extract(request_parameters, '(?i)"s3bucket"\s*:\s*"([^"]+)"', 1) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'CreateInstanceExportTask', 'ExportImage', 'CreateStoreImageTask', 'BundleInstance'
    ))
  OR (event_source = 'lightsail.amazonaws.com'
    AND event_name = 'ExportSnapshot')
  OR (event_source = 'appstream.amazonaws.com'
    AND event_name IN ('CreateExportImageTask', 'UpdateImagePermissions', 'CopyImage'))
  OR (event_source = 'workspaces.amazonaws.com'
    AND event_name IN ('UpdateWorkspaceImagePermission', 'CopyWorkspaceImage'))
  OR (event_source = 'imagebuilder.amazonaws.com'
    AND event_name IN (
      'PutImagePolicy', 'PutImageRecipePolicy', 'PutComponentPolicy', 'PutContainerRecipePolicy'
    ))
ORDER BY event_time, event_id
