-- The relation `events` over AWS's documented Athena table for CloudTrail (also on Trino and on local files).
-- Everything is renamed and typed here and nowhere else. The window is applied to `eventtime` as text, as
-- CloudTrail writes it, so that every engine can push it down; partitions hold the delivery date, which may be
-- later than the event's.
SELECT
  eventid AS event_id,
  try(from_iso8601_timestamp(eventtime)) AS event_time,
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
  CASE lower(readonly) WHEN 'true' THEN true WHEN 'false' THEN false END AS read_only,
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
  try(from_iso8601_timestamp(regexp_replace(
    useridentity.sessioncontext.attributes.creationdate,
    '^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$',
    '$1-$2-$3T$4:$5:$6Z'
  ))) AS session_created,
  useridentity.sessioncontext.ec2roledelivery AS ec2_role_delivery,
  useridentity.sessioncontext.attributes.mfaauthenticated AS mfa_authenticated,
  CAST(NULL AS varchar) AS source_identity,
  CASE sessioncredentialfromconsole WHEN 'true' THEN true WHEN 'false' THEN false END AS console_session,
  requestparameters AS request_parameters,
  responseelements AS response_elements,
  additionaleventdata AS additional_event_data,
  json_format(CAST(resources AS JSON)) AS resources,
  serviceeventdetails AS service_event_details,
  vpcendpointid AS vpc_endpoint_id,
  vpcendpointaccountid AS vpc_endpoint_account_id,
  tlsdetails.clientprovidedhostheader AS tls_host,
  sharedeventid AS shared_event_id,
  useridentity.onbehalfof.userid AS on_behalf_of,
  addendum.reason AS addendum_reason,
  nullif(addendum.originaleventid, '') AS addendum_of,
  "$path" AS source_object
FROM {{ table }}
WHERE eventtime >= {{ from }} AND eventtime < {{ to }}
{%- if layout == "day" %}
  AND (year || '/' || month || '/' || day) BETWEEN {{ first_day }} AND {{ last_day }}
{%- elif layout == "timestamp" %}
  AND "timestamp" BETWEEN {{ first_day }} AND {{ last_day }}
{%- endif %}
{%- if keys is defined %}
  AND useridentity.accesskeyid IN ({{ keys }})
{%- endif %}
