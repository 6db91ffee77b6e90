-- The relation `events` over an event data store of CloudTrail Lake. JSON columns come from the record's own text
-- (`eventjson`): the maps of Lake hold nested objects as quoted text, which the questions' paths would not see.
-- Times are compared with text, as AWS's own samples for Lake do.
SELECT
  eventid AS event_id,
  with_timezone(eventtime, 'UTC') AS event_time,
  eventsource AS event_source,
  eventname AS event_name,
  eventtype AS event_type,
  eventcategory AS event_category,
  awsregion AS aws_region,
  sourceipaddress AS source_ip_address,
  useragent AS user_agent,
  nullif(errorcode, '') AS error_code,
  nullif(errormessage, '') AS error_message,
  requestid AS request_id,
  readonly AS read_only,
  recipientaccountid AS recipient_account_id,
  useridentity.type AS user_type,
  nullif(useridentity.principalid, '') AS principal_id,
  nullif(useridentity.arn, '') AS user_arn,
  nullif(useridentity.username, '') AS user_name,
  nullif(useridentity.accountid, '') AS account_id,
  nullif(useridentity.accesskeyid, '') AS access_key_id,
  useridentity.invokedby AS invoked_by,
  useridentity.sessioncontext.sessionissuer.type AS session_issuer_type,
  useridentity.sessioncontext.sessionissuer.arn AS session_issuer_arn,
  with_timezone(useridentity.sessioncontext.attributes.creationdate, 'UTC') AS session_created,
  useridentity.sessioncontext.ec2roledelivery AS ec2_role_delivery,
  useridentity.sessioncontext.attributes.mfaauthenticated AS mfa_authenticated,
  useridentity.sessioncontext.sourceidentity AS source_identity,
  CASE sessioncredentialfromconsole WHEN 'true' THEN true WHEN 'false' THEN false END AS console_session,
  nullif(json_format(json_extract(eventjson, '$.requestParameters')), 'null') AS request_parameters,
  nullif(json_format(json_extract(eventjson, '$.responseElements')), 'null') AS response_elements,
  nullif(json_format(json_extract(eventjson, '$.additionalEventData')), 'null') AS additional_event_data,
  json_format(CAST(resources AS JSON)) AS resources,
  nullif(json_format(json_extract(eventjson, '$.serviceEventDetails')), 'null') AS service_event_details,
  vpcendpointid AS vpc_endpoint_id,
  vpcendpointaccountid AS vpc_endpoint_account_id,
  tlsdetails.clientprovidedhostheader AS tls_host,
  sharedeventid AS shared_event_id,
  useridentity.onbehalfof.userid AS on_behalf_of,
  json_extract_scalar(eventjson, '$.addendum.reason') AS addendum_reason,
  nullif(json_extract_scalar(eventjson, '$.addendum.originalEventID'), '') AS addendum_of,
  CAST(NULL AS varchar) AS source_object
FROM event_data_store
WHERE eventtime >= {{ from }} AND eventtime < {{ to }}
{%- if keys is defined %}
  AND useridentity.accesskeyid IN ({{ keys }})
{%- endif %}
