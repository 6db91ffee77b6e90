-- The call without the date of its interface: Lambda writes CreateFunction20150331.
regexp_replace(event_name, '[0-9]{8}(v[0-9]+)?$', '')
