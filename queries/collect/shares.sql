-- All calls of the subject's principals, or of some keys, by key, address, user agent, VPC endpoint and the service that passed them on:
-- a principal may hold several live keys, one of them legitimate, and what tells its users apart is how they call.
-- A record that puts an earlier one right is no second call. Where working hours are declared, calls within them are told
-- from those outside.
-- A key is of one session, so that any of its calls says when that was issued.
SELECT
  principal_id,
  access_key_id,
  address,
  user_agent,
  vpc_endpoint,
  invoked_by,
  within_hours,
  max(user_arn) AS user_arn,
  max(session_created) AS session_created,
  count_if(console_session) AS console_calls,
  count_if(signed_in) AS sign_ins,
  {{ calls_once }} AS calls,
  count_if(error_code IS NULL) AS succeeded,
  min(event_time) AS first_event,
  max(event_time) AS last_event
FROM (
  SELECT
    principal_id,
    access_key_id,
    source_ip_address AS address,
    user_agent,
    vpc_endpoint_id AS vpc_endpoint,
    invoked_by,
    user_arn,
    session_created,
    console_session,
    error_code,
    event_source = 'signin.amazonaws.com'
      AND json_extract_scalar(response_elements, '$.ConsoleLogin') = 'Success' AS signed_in,
    event_id,
    shared_event_id,
    event_time,
{%- if hours is defined %}
    CASE
{%- for part in hours %}
      WHEN substr(to_iso8601(event_time), 1, 16) >= {{ part.from }}
        AND substr(to_iso8601(event_time), 1, 16) < {{ part.to }}
        AND (
          substr(to_iso8601(event_time), 12, 5) >= {{ part.first }}
          {% if part.overnight %}OR{% else %}AND{% endif %} substr(to_iso8601(event_time), 12, 5) < {{ part.last }}
        ) THEN 'yes'
{%- endfor %}
      ELSE 'no'
    END AS within_hours
{%- else %}
    CAST(NULL AS varchar) AS within_hours
{%- endif %}
  FROM events
  WHERE {% if keys is defined %}access_key_id IN ({{ keys }}){% else %}principal_id IN ({{ principals }}){% endif %}
    AND addendum_of IS NULL
) AS grouped
GROUP BY principal_id, access_key_id, address, user_agent, vpc_endpoint, invoked_by, within_hours
ORDER BY calls DESC, principal_id, access_key_id, address, user_agent, vpc_endpoint, invoked_by, within_hours
