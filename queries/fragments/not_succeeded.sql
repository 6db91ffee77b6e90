-- Whether a call did not succeed. A failed sign-in has no error code.
(error_code IS NOT NULL
    OR (event_source = 'signin.amazonaws.com'
      AND coalesce(error_message IS NOT NULL OR json_extract_scalar(response_elements, '$.ConsoleLogin') = 'Failure', false)))
