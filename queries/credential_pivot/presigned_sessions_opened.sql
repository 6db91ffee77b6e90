-- title = "Links or tokens into consoles of services issued"
-- why = "Whoever holds the link is in the notebook or the dashboard, with the role behind it and without a key."
-- techniques = ["T1550.001", "T1528"]
-- severity = "low"
-- harmless_when = "Data scientists open their notebooks this way."
-- next = "From which address was the link opened? Look for calls of the role behind it."
-- references = ["https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedNotebookInstanceUrl.html"]
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.notebookInstanceName'),
    json_extract_scalar(request_parameters, '$.domainId'),
    json_extract_scalar(request_parameters, '$.applicationName'),
    json_extract_scalar(request_parameters, '$.name'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target
FROM events
WHERE (event_source = 'sagemaker.amazonaws.com'
    AND event_name IN (
      'CreatePresignedNotebookInstanceUrl', 'CreatePresignedDomainUrl', 'CreatePresignedMlflowTrackingServerUrl',
      'CreatePresignedMlflowAppUrl', 'CreatePartnerAppPresignedUrl'
    ))
  OR (event_source = 'kinesisanalytics.amazonaws.com'
    AND event_name = 'CreateApplicationPresignedUrl')
  OR (event_source = 'athena.amazonaws.com'
    AND event_name = 'CreatePresignedNotebookUrl')
  OR (event_source = 'elasticmapreduce.amazonaws.com'
    AND event_name IN (
      'CreateStudioPresignedUrl', 'GetOnClusterAppUIPresignedURL', 'GetPersistentAppUIPresignedURL'
    ))
  OR (event_source = 'airflow.amazonaws.com'
    AND event_name IN ('CreateWebLoginToken', 'CreateCliToken'))
  OR (event_source = 'airflow-serverless.amazonaws.com'
    AND event_name = 'CreateAirflowUiUrl')
  OR (event_source = 'quicksight.amazonaws.com'
    AND event_name IN (
      'GetAuthCode', 'GetDashboardEmbedUrl', 'GetSessionEmbedUrl', 'GetAnonymousUserEmbedUrl',
      'GenerateEmbedUrlForRegisteredUser', 'GenerateEmbedUrlForAnonymousUser',
      'GenerateEmbedUrlForRegisteredUserWithIdentity'
    ))
ORDER BY event_time, event_id
